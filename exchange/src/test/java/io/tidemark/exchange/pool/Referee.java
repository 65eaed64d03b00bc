package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.ShadowBook.AskKey;
import io.tidemark.exchange.pool.ShadowBook.Expected;
import io.tidemark.exchange.pool.ShadowBook.ExpectedCall;
import io.tidemark.exchange.pool.ShadowBook.LegKey;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import io.tidemark.exchange.pool.ShadowDesk.Foretold;
import io.tidemark.exchange.pool.ShadowTitles.Sale;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches a pool from outside and holds it to section 11 of the rulebook after every step. It sees commands, events and
 * views, keeps a market of its own that is too simple to be wrong, and says what had to happen next.
 *
 * <p>One step must not pass more than one timer, so that every event is known to the instant.
 */
final class Referee {
    private static final long MINUTE = 60_000;

    final ShadowMarket market = new ShadowMarket();
    final ShadowTitles titles = market.titles;
    final ShadowSpot spot = market.spot;

    private final ShadowDamages damages = new ShadowDamages();

    private final PoolEngine engine;
    private final ShadowBook book = market.book;
    private final ShadowDesk desk = new ShadowDesk(market);
    private final NavigableMap<Long, ShadowOrder> orders = market.orders;
    private final Map<Long, ShadowOrder> everyOrder = new HashMap<>();
    private final NavigableMap<Long, Long> free = market.free;
    private final NavigableMap<Long, Long> escrow = new TreeMap<>();
    private final Map<String, Reply> firstReplies = new HashMap<>();
    private final Map<Long, Long> owed = new TreeMap<>();
    private long deposits;
    private long fees;

    // What is known about the step at hand.
    private Command command = new Command.Tick();
    private long now;
    private @Nullable ShadowOrder incoming;
    private @Nullable Foretold foretold;
    private long idAnswered;
    private final Deque<Expected> trades = new ArrayDeque<>();
    private final Deque<Expected> callFills = new ArrayDeque<>();
    private final Deque<Long> callParadoxes = new ArrayDeque<>();
    private boolean sweeping;
    private final Map<Long, Boolean> gangs = new HashMap<>();
    private final Set<AskKey> mustFall = new HashSet<>();
    private final Map<Long, CloseReason> closed = new LinkedHashMap<>();
    private boolean volatilityCall;
    private final NavigableMap<Long, Long> awarded = new TreeMap<>();
    private @Nullable NavigableMap<Long, Long> expectedReclaim;
    private final Map<Long, Long> hourPrices = new HashMap<>();
    private long auctionSupply;
    private final Map<Long, Shortage> toldShort = new TreeMap<>();
    long tradesSeen;

    Referee(PoolEngine engine) {
        this.engine = engine;
        free.put(Clearing.OPERATOR, 0L);
        free.put(Clearing.DAMAGES, 0L);
    }

    /**
     * Takes a step into account.
     *
     * @param deeply whether every title and every micro-dollar is counted again; otherwise only what has changed
     */
    void see(Command given, Outcome outcome, boolean deeply) {
        command = given;
        now = outcome.time();
        market.now = now;
        incoming = null;
        expectedReclaim = null;
        closed.clear();
        volatilityCall = false;
        idAnswered = outcome.reply() instanceof Reply.Accepted accepted ? accepted.orderId() : ShadowDesk.NO_ID;
        foretold = isTooFast(outcome) || isRepetition(outcome) ? null : foretell(given);
        if (foretold != null) {
            trades.addAll(foretold.trades());
            answerIsAsForetold(foretold, outcome);
        }
        List<Long> toCancel = given instanceof Command.MassCancel all ? desk.firmToCancel(all) : List.of();
        List<Long> bidsToCancel = given instanceof Command.MassCancel all ? desk.bidsToCancel(all) : List.of();
        outcome.events().forEach(this::see);
        everythingCame();
        if (given instanceof Command.MassCancel) {
            everythingIsCancelled(toCancel, bidsToCancel, outcome);
        }
        damages.allAwarded();
        theBookIsQuiet();
        onlyWhatRestsIsOpen();
        nothingExpiredIsOpen();
        walletsAgree();
        whatIsOwedIsPaidFirst();
        if (deeply) {
            everythingIsCountedAgain();
        }
        spotFitsIntoTheCapacity();
        shortHoursWereTold();
    }

    /** Whoever enters faster than the tier of his group allows is told so, whatever he asked. */
    private boolean isTooFast(Outcome outcome) {
        long account = ShadowDesk.NO_ID;
        if (command instanceof Command.SubmitOrder order) {
            account = order.account();
        } else if (command instanceof Command.Replace replace) {
            account = replace.account();
        } else if (command instanceof Command.SubmitSpotBid bid) {
            account = bid.account();
        }
        boolean due = market.knows(account) && market.tiers.isTooFast(market.sheet(), groupOf(account), now);
        boolean told = outcome.reply() instanceof Reply.Refused refused && refused.reason() == Refusal.TOO_MANY_ORDERS;
        assertThat(told).as("told that it is too fast: %s", command).isEqualTo(due);
        assertThat(!told || outcome.events().isEmpty())
                .as("who is too fast changes nothing")
                .isTrue();
        return due;
    }

    /** A client order id that was answered before is answered the same; an empty one is not remembered. */
    private boolean isRepetition(Outcome outcome) {
        String id = null;
        if (command instanceof Command.SubmitOrder order
                && !order.clientOrderId().isEmpty()) {
            id = order.account() + " " + order.clientOrderId();
        } else if (command instanceof Command.Replace replace
                && !replace.clientOrderId().isEmpty()) {
            id = replace.account() + " " + replace.clientOrderId();
        } else if (command instanceof Command.SubmitSpotBid bid
                && !bid.clientOrderId().isEmpty()) {
            id = bid.account() + " " + bid.clientOrderId();
        }
        if (id == null) {
            return false;
        }
        Reply first = firstReplies.get(id);
        if (first != null) {
            assertThat(outcome.reply()).as("%s repeated", command).isEqualTo(first);
            assertThat(outcome.events()).as("%s repeated", command).isEmpty();
        } else if (outcome.reply() instanceof Reply.Accepted) {
            firstReplies.put(id, outcome.reply());
        }
        return first != null;
    }

    private @Nullable Foretold foretell(Command given) {
        if (given instanceof Command.SubmitOrder order) {
            return desk.submit(idAnswered, order);
        }
        if (given instanceof Command.BuyBack back) {
            return idAnswered == ShadowDesk.NO_ID ? null : desk.buyBack(idAnswered, back);
        }
        return given instanceof Command.Replace replace ? desk.replace(replace) : null;
    }

    private void answerIsAsForetold(Foretold due, Outcome outcome) {
        if (outcome.reply() instanceof Reply.Refused refused) {
            assertThat(due.refusals()).as("%s, %s", refused, due).contains(refused.reason());
            assertThat(outcome.events()).as("a refusal changes nothing").isEmpty();
            return;
        }
        assertThat(due.refusals()).as("refusals of %s", outcome.reply()).isEmpty();
        Reply.Accepted accepted = (Reply.Accepted) outcome.reply();
        assertThat(accepted.open()).as("%s, %s", accepted, due).isEqualTo(due.ending() == null);
        boolean buy = command instanceof Command.Replace replace
                ? market.order(replace.orderId()).isBuy()
                : asked().side() == Side.BUY;
        long cost = 0;
        for (Expected trade : due.trades()) {
            for (var leg : trade.legs().entrySet()) {
                boolean counts = buy || leg.getKey().sellerOrderId() == accepted.orderId();
                cost += counts ? leg.getKey().ticks() * leg.getValue() * ShadowTitles.LOT_TICK : 0;
            }
        }
        assertThat(accepted.cost()).as("%s, %s", accepted, due).isEqualTo(cost);
        if (buy) {
            assertThat(accepted.filledLots()).as("%s, %s", accepted, due).isEqualTo(due.filledLots());
        }
    }

    /** What was foretold has happened, all of it. */
    private void everythingCame() {
        assertThat(trades).as("trades that did not come").isEmpty();
        assertThat(callFills).as("fills of the call that did not come").isEmpty();
        assertThat(callParadoxes)
                .as("paradoxical rejections that were not reported")
                .isEmpty();
        assertThat(mustFall)
                .as("asks of the buyer's group that should be cancelled")
                .isEmpty();
        assertThat(expectedReclaim == null ? Map.of() : expectedReclaim)
                .as("leases that should have been reclaimed")
                .isEmpty();
        Foretold due = foretold;
        if (due == null || due.isRefused()) {
            assertThat(volatilityCall).as("a volatility call").isFalse();
            return;
        }
        assertThat(volatilityCall).as("a volatility call after %s", due).isEqualTo(due.call());
        assertThat(closed.get(idAnswered)).as("how the order ends").isEqualTo(due.ending());
        for (long buy : due.buysFall()) {
            assertThat(closed.get(buy)).as("own buy %d in the way", buy).isEqualTo(CloseReason.SELF_MATCH);
        }
        if (due.heldBack()) {
            market.heldBack.add(idAnswered);
        }
    }

    private void everythingIsCancelled(List<Long> firm, List<Long> bids, Outcome outcome) {
        List<Long> ended = new ArrayList<>(firm);
        ended.addAll(bids);
        assertThat(closed.keySet()).as("what a mass cancel ends, in order").containsExactlyElementsOf(ended);
        assertThat(outcome.reply()).isEqualTo(new Reply.Cancelled(ended.size()));
    }

    private long groupOf(long account) {
        return market.groupOf(account);
    }

    private long capacityOf(long hour) {
        return market.capacityOf(hour);
    }

    private void pay(long account, long amount) {
        assertThat(free.merge(account, amount, Long::sum))
                .as("free cash of %d", account)
                .isNotNegative();
    }

    private void see(Event event) {
        if (!(event instanceof Event.OrderClosed)) {
            // Everything that follows a trade comes before anything else.
            boolean fallsForIt = event instanceof Event.AskClosed ask && ask.reason() == CloseReason.SELF_MATCH;
            assertThat(fallsForIt || mustFall.isEmpty())
                    .as("self-matched asks fall before %s", event)
                    .isTrue();
        }
        if (event instanceof Event.AccountOpened opened) {
            market.open(opened.account(), opened.group());
        } else if (event instanceof Event.MarketOpened opened) {
            market.rules = opened.rules();
        } else if (event instanceof Event.HoursListed listed) {
            market.listedUntil = listed.untilHour();
        } else if (event instanceof Event.WalletCredited credited) {
            pay(credited.account(), credited.amount());
            deposits += credited.amount();
        } else if (event instanceof Event.WalletDebited debited) {
            pay(debited.account(), -debited.amount());
            deposits -= debited.amount();
        } else if (event instanceof Event.RulesPublished published) {
            market.bands.sheet = published.sheet();
        } else if (event instanceof Event.OrderEntered entered) {
            entered(entered);
        } else if (event instanceof Event.OrderReplaced replaced) {
            replaced(replaced);
        } else if (event instanceof Event.Traded traded) {
            traded(traded);
        } else if (event instanceof Event.AskClosed closed) {
            askClosed(closed);
        } else if (event instanceof Event.OrderClosed closed) {
            orderClosed(closed);
        } else if (event instanceof Event.PhaseChanged changed) {
            phaseChanged(changed);
        } else if (event instanceof Event.Uncrossed uncrossed) {
            uncrossed(uncrossed);
        } else if (event instanceof Event.ParadoxicallyRejected rejected) {
            assertThat(rejected.orderId()).as("%s", rejected).isEqualTo(callParadoxes.poll());
            assertThat(known(book.bids.get(rejected.orderId()), rejected).window.contains(rejected.bindingHour()))
                    .isTrue();
        } else if (event instanceof Event.HourGated gated) {
            gated(gated);
        } else if (event instanceof Event.CapacityChanged changed) {
            market.capacityChanged(changed);
        } else if (event instanceof Event.FirmAtRisk risk) {
            firmAtRisk(risk);
        } else if (event instanceof Event.SupplyEntered entered) {
            supplyEntered(entered);
        } else if (event instanceof Event.SupplyWithdrawn withdrawn) {
            supplyWithdrawn(withdrawn);
        } else if (event instanceof Event.NeedWorkedOff need) {
            assertThat(need.idleLots() + need.leaseLots() + need.unmetLots())
                    .as("%s", need)
                    .isGreaterThanOrEqualTo(need.needLots());
            assertThat(need.unmetLots() == 0 || spot.runningLots() == 0)
                    .as("firm untouched while spot remains")
                    .isTrue();
        } else if (event instanceof Event.HourSettled settled) {
            settled(settled);
        } else if (event instanceof Event.Curtailed curtailed) {
            curtailed(curtailed);
        } else if (event instanceof Event.BoughtBack burned) {
            boughtBack(burned);
        } else if (event instanceof Event.HourIndexed indexed) {
            assertThat(indexed).isEqualTo(damages.indexed(indexed.hour()));
        } else if (event instanceof Event.DamagesAwarded awarded) {
            damages.awarded(awarded);
            payDamages(awarded.account(), awarded.fromDamages(), awarded.fromOperator(), awarded.unpaid());
        } else if (event instanceof Event.DamagesCaughtUp paid) {
            damages.caughtUp(paid);
            payDamages(paid.account(), paid.fromDamages(), paid.fromOperator(), paid.unpaid());
        } else {
            seeSpot(event);
        }
    }

    // ---- firm

    /** The order that is entered; the operator buys back like anybody. */
    private Command.SubmitOrder asked() {
        return command instanceof Command.BuyBack back ? ShadowDesk.asOrder(back) : (Command.SubmitOrder) command;
    }

    private void entered(Event.OrderEntered entered) {
        Command.SubmitOrder asked = asked();
        ShadowOrder order = desk.order(entered.orderId(), asked);
        if (command instanceof Command.BuyBack) {
            assertThat(entered.limit()).isBetween(1L, market.sheet().buyBackTicks());
        }
        assertThat(entered.orderId()).isEqualTo(idAnswered);
        assertThat(entered.account()).isEqualTo(asked.account());
        assertThat(entered.clientOrderId()).isEqualTo(asked.clientOrderId());
        assertThat(entered.side()).isEqualTo(asked.side());
        assertThat(entered.timeInForce()).isEqualTo(asked.timeInForce());
        assertThat(entered.allOrNone()).isEqualTo(order.allOrNone);
        assertThat(entered.lots()).isEqualTo(asked.lots());
        assertThat(entered.window()).isEqualTo(asked.window());
        assertThat(entered.window().start()).as("no entry after the gate").isGreaterThan(market.lastGated);
        if (order.isBuy() || !asked.isAtMarket()) {
            assertThat(entered.limit()).as("%s", entered).isEqualTo(order.limit);
        }
        assertThat(entered.hold()).as("the hold is the worst case").isEqualTo(order.hold);
        pay(entered.account(), -entered.hold());
        orders.put(entered.orderId(), order);
        everyOrder.put(entered.orderId(), order);
        enterTheBook(order);
    }

    private void enterTheBook(ShadowOrder order) {
        market.enterTheBook(order);
        incoming = market.phase == Phase.CONTINUOUS ? order : null;
        if (foretold != null) {
            mustFall.addAll(foretold.fall());
        }
    }

    private void replaced(Event.OrderReplaced replaced) {
        Command.Replace asked = (Command.Replace) command;
        ShadowOrder before = known(orders.get(replaced.orderId()), replaced);
        assertThat(replaced.orderId()).isEqualTo(asked.orderId());
        assertThat(replaced.account()).isEqualTo(before.account).isEqualTo(asked.account());
        assertThat(replaced.lots()).isEqualTo(asked.lots());
        assertThat(replaced.limit()).isEqualTo(asked.limit());
        assertThat(replaced.keptPriority())
                .as("it keeps its place only if the quantity alone falls: %s", replaced)
                .isEqualTo(asked.limit() == before.limit && asked.lots() < before.total);
        ShadowOrder order = desk.changed(before, asked, replaced.keptPriority());
        assertThat(replaced.hold()).as("the hold is the worst case").isEqualTo(order.hold);
        assertThat(replaced.released()).isEqualTo(before.hold - order.hold);
        pay(replaced.account(), replaced.released());
        orders.put(order.id, order);
        everyOrder.put(order.id, order);
        if (replaced.keptPriority()) {
            reduceInPlace(order);
            incoming = market.phase == Phase.CONTINUOUS ? order : null;
        } else {
            book.bids.remove(order.id);
            market.heldBack.remove(order.id);
            book.removeOffers(offer -> offer.orderId == order.id);
            enterTheBook(order);
        }
    }

    private void reduceInPlace(ShadowOrder order) {
        if (order.isBuy()) {
            ShadowBook.Bid bid = known(book.bids.get(order.id), order.id);
            bid.lots = order.lots;
            if (bid.lots == 0) {
                book.bids.remove(bid.orderId);
            }
            return;
        }
        for (Offer offer : book.offersOfOrder(order.id)) {
            long left = order.total - order.sold.getOrDefault(offer.hour, 0L);
            if (left > 0) {
                offer.lots = Math.min(offer.lots, left);
            } // Otherwise it stands until its own event takes it out.
        }
    }

    private void traded(Event.Traded trade) {
        tradesSeen++;
        assertThat(trade.window().start()).as("no trade after the gate").isGreaterThan(market.lastGated);
        Expected expected = expected(trade);
        NavigableMap<LegKey, Long> legs = new TreeMap<>();
        for (Event.SoldLeg leg : trade.legs()) {
            legs.merge(new LegKey(leg.hour(), leg.sellerOrderId(), leg.ticks()), leg.lots(), Long::sum);
        }
        assertThat(trade.orderId()).as("whose turn it is: %s", trade).isEqualTo(expected.orderId());
        assertThat(trade.lots()).as("lots of %s", trade).isEqualTo(expected.lots());
        assertThat(legs).as("legs of %s", trade).isEqualTo(expected.legs());
        gangs.put(trade.tradeId(), known(orders.get(trade.orderId()), trade).allOrNone);
        // The operator passes over its own asks, and they stay.
        mustFall.addAll(command instanceof Command.BuyBack ? List.of() : expected.selfMatched());
        ShadowOrder buyer = known(orders.get(trade.orderId()), trade);
        checkShape(trade, buyer);
        if (trade.kind() == TradeKind.CONTINUOUS) {
            assertThat(market.bands.leaves(expected))
                    .as("outside the band: %s", trade)
                    .isFalse();
        }
        book(trade, buyer);
        market.bands.printed(expected.prints());
    }

    private Expected expected(Event.Traded trade) {
        if (trade.kind() == TradeKind.CALL) {
            return known(callFills.poll(), trade);
        } else if (trade.kind() == TradeKind.CONTINUOUS) {
            assertThat(market.phase).as("no match in a call: %s", trade).isEqualTo(Phase.CONTINUOUS);
            return known(trades.poll(), trade);
        }
        assertThat(sweeping).as("no match in a call: %s", trade).isTrue();
        // The first in priority that can trade is the one to trade.
        for (ShadowBook.Bid bid : book.byPriority()) {
            Expected fill = book.fillOf(bid);
            if (fill.lots() > 0) {
                return fill;
            }
        }
        return fail("nobody can trade, but %s", trade);
    }

    /** A rectangle inside every limit; nobody on both sides. */
    private void checkShape(Event.Traded trade, ShadowOrder buyer) {
        Map<Long, Long> perHour = new TreeMap<>();
        long cost = 0;
        for (Event.SoldLeg leg : trade.legs()) {
            perHour.merge(leg.hour(), leg.lots(), Long::sum);
            cost += leg.ticks() * leg.lots();
            assertThat(groupOf(leg.seller())).as("both sides of %s", trade).isNotEqualTo(groupOf(trade.account()));
            if (leg.seller() != Clearing.OPERATOR) {
                ShadowOrder seller = known(orders.get(leg.sellerOrderId()), leg);
                assertThat(leg.ticks()).as("%s", leg).isGreaterThanOrEqualTo(seller.limit);
            }
        }
        for (long hour = buyer.window.start(); hour < buyer.window.end(); hour++) {
            assertThat(perHour.remove(hour))
                    .as("the same lots in hour %d", hour)
                    .isEqualTo(trade.lots());
        }
        assertThat(perHour).isEmpty();
        assertThat(!buyer.allOrNone || trade.lots() == buyer.lots)
                .as("all or none: %s", trade)
                .isTrue();
        assertThat(cost).isLessThanOrEqualTo(buyer.limit * buyer.window.hours() * trade.lots());
        assertThat(trade.cost()).isEqualTo(cost * ShadowTitles.LOT_TICK);
    }

    private int feeBps(long account, boolean takes) {
        Tier tier = market.tierOf(account);
        return takes ? tier.takerBps() : tier.makerBps();
    }

    /** Takes the trade out of the book and moves titles and money. */
    private void book(Event.Traded trade, ShadowOrder buyer) {
        boolean buyerTakes =
                trade.kind() == TradeKind.RESUME_SWEEP || (trade.kind() == TradeKind.CONTINUOUS && incoming == buyer);
        int buyerBps = Math.min(buyer.feeCapBps, feeBps(buyer.account, buyerTakes));
        long fee = 0;
        for (Event.SoldLeg leg : trade.legs()) {
            int sellerBps = 0;
            if (leg.seller() != Clearing.OPERATOR) {
                ShadowOrder seller = known(everyOrder.get(leg.sellerOrderId()), leg);
                boolean takes = trade.kind() == TradeKind.CONTINUOUS && incoming == seller;
                sellerBps = Math.min(seller.feeCapBps, feeBps(seller.account, takes));
                seller.sold.merge(leg.hour(), leg.lots(), Long::sum);
            }
            long limit = book.limitOf(leg.hour(), leg.sellerOrderId(), leg.ticks());
            boolean isAPrint = trade.kind() == TradeKind.CALL || leg.ticks() == limit;
            damages.traded(now, leg.hour(), isAPrint ? leg.ticks() : limit, leg.lots());
            damages.printed(leg, isAPrint);
            fee += leg.ticks() * leg.lots() * ShadowTitles.LOT_TICK * buyerBps / 10_000;
            Sale sale = new Sale(leg.seller(), trade.account(), leg.ticks(), buyerBps, sellerBps);
            titles.sell(leg.hour(), trade.tradeId(), leg.lots(), sale).forEach((account, change) -> {
                assertThat(account != leg.seller() || leg.escrowReleased() == -change)
                        .as("escrow of %s, which changes by %d", leg, change)
                        .isTrue();
                escrow.merge(account, change, Long::sum);
                owed.merge(account, change, Long::sum);
            });
            assertThat(book.take(leg.hour(), leg.sellerOrderId(), leg.lots()))
                    .as("%s was on offer", leg)
                    .isTrue();
        }
        assertThat(trade.buyerFee()).as("fee of %s", trade).isEqualTo(fee);
        fees += fee;
        buyer.lots -= trade.lots();
        long before = buyer.hold;
        buyer.hold = buyer.worstCase();
        assertThat(trade.released()).as("%s", trade).isEqualTo(before - buyer.hold - fee - trade.cost());
        owed.merge(trade.account(), fee + buyer.hold - before, Long::sum);
        owed.forEach((account, change) -> pay(account, -change));
        owed.clear();
        market.tiers.traded(groupOf(buyer.account), now, trade.lots() * buyer.window.hours());
        trade.legs().forEach(leg -> market.tiers.traded(groupOf(leg.seller()), now, leg.lots()));
        ShadowBook.Bid bid = known(book.bids.get(trade.orderId()), trade);
        bid.lots -= trade.lots();
        if (bid.lots == 0) {
            book.bids.remove(trade.orderId());
        }
    }

    private void askClosed(Event.AskClosed closed) {
        List<Offer> found = book.offersOf(closed.hour()).stream()
                .filter(offer -> offer.orderId == closed.orderId())
                .toList();
        assertThat(found).as("%s", closed).hasSize(1);
        assertThat(found.get(0).lots).as("%s", closed).isEqualTo(closed.lots());
        book.remove(found.get(0));
        ShadowOrder order = known(orders.get(closed.orderId()), closed);
        switch (closed.reason()) {
            case SELF_MATCH ->
                assertThat(mustFall.remove(new AskKey(closed.orderId(), closed.hour())) || order.id == idAnswered)
                        .as("%s", closed)
                        .isTrue();
            case GATE -> assertThat(now).isEqualTo(Hours.startMillis(closed.hour()) - 10 * MINUTE);
            case CANCELLED ->
                assertThat(command)
                        .isInstanceOfAny(Command.Cancel.class, Command.Replace.class, Command.MassCancel.class);
            case NOT_FILLED_AT_ONCE -> assertThat(order.timeInForce).isEqualTo(TimeInForce.IOC);
            case EXPIRED -> diesByItsOwnWord(order);
            case OUTSIDE_BAND -> assertThat(order.id).as("%s", closed).isEqualTo(idAnswered);
            case WITHDRAWN -> {
                assertThat(command).isInstanceOf(Command.Curtail.class);
                assertThat(book.offersOf(closed.hour()))
                        .as("the dearest first: %s", closed)
                        .noneMatch(offer -> offer.account == closed.account() && offer.limit > found.get(0).limit);
            }
            case FILLED, UNFUNDED -> fail("%s", closed);
        }
    }

    private void orderClosed(Event.OrderClosed event) {
        ShadowOrder order = known(orders.remove(event.orderId()), event);
        assertThat(closed.put(event.orderId(), event.reason())).as("%s", event).isNull();
        market.heldBack.remove(event.orderId());
        assertThat(event.released()).as("%s", event).isEqualTo(order.hold);
        pay(event.account(), order.hold);
        ShadowBook.Bid bid = book.bids.remove(event.orderId());
        assertThat(book.offersOfOrder(event.orderId()))
                .as("%s with asks in the book", event)
                .isEmpty();
        switch (event.reason()) {
            case FILLED -> assertThat(bid).as("%s", event).isNull();
            case CANCELLED ->
                assertThat(command)
                        .isInstanceOfAny(Command.Cancel.class, Command.Replace.class, Command.MassCancel.class);
            case GATE ->
                assertThat(now)
                        .isEqualTo(Hours.startMillis(
                                        order.isBuy() ? order.window.start() : Hours.containing(now + 10 * MINUTE))
                                - 10 * MINUTE);
            case NOT_FILLED_AT_ONCE -> assertThat(order.isAtOnce()).isTrue();
            case SELF_MATCH ->
                assertThat(!order.isBuy() || foretold != null).as("%s", event).isTrue();
            case EXPIRED -> diesByItsOwnWord(order);
            case OUTSIDE_BAND -> assertThat(order.id).as("%s", event).isEqualTo(idAnswered);
            case WITHDRAWN -> assertThat(command).isInstanceOf(Command.Curtail.class);
            case UNFUNDED -> fail("%s", event);
        }
        if (event.reason() == CloseReason.SELF_MATCH && order.isBuy()) {
            Foretold due = known(foretold, event);
            assertThat(event.orderId() == idAnswered || due.buysFall().contains(event.orderId()))
                    .as("%s", event)
                    .isTrue();
        }
    }

    private void diesByItsOwnWord(ShadowOrder order) {
        assertThat(order.timeInForce).isEqualTo(TimeInForce.GTD);
        assertThat(now).as("the instant of order %d", order.id).isEqualTo(order.expiresAt);
        boolean isAGate = now % Hours.MILLIS == 50 * MINUTE;
        assertThat(!isAGate || market.lastGated == Hours.containing(now) + 1)
                .as("the gate of the same instant comes first")
                .isTrue();
        assertThat(closed.entrySet())
                .as("orders that expire together go in the order of their ids")
                .noneMatch(before -> before.getValue() == CloseReason.EXPIRED && before.getKey() > order.id);
    }

    private void phaseChanged(Event.PhaseChanged changed) {
        assertThat(callFills).isEmpty();
        assertThat(trades).isEmpty();
        nothingExpiredIsOpen();
        sweeping = false;
        if (changed.phase() == Phase.CALL && changed.reason() == CallReason.VOLATILITY) {
            volatilityCall = true;
            assertThat(now).as("%s", changed).isGreaterThanOrEqualTo(market.volatilityPauseUntil);
            market.volatilityPauseUntil = now + market.rules.volatilityPause();
            assertThat(changed.endsAt() - now - market.rules.volatilityCall())
                    .as("the chance in the end of %s", changed)
                    .isBetween(0L, market.rules.randomEnd());
        }
        market.phase = changed.phase();
        theBookIsQuiet();
    }

    private void uncrossed(Event.Uncrossed uncrossed) {
        assertThat(market.phase).isEqualTo(Phase.CALL);
        nothingExpiredIsOpen();
        market.heldBack.clear();
        ExpectedCall call = book.call();
        NavigableMap<Long, Long> prices = new TreeMap<>();
        for (Event.HourPrice price : uncrossed.prices()) {
            prices.put(price.hour(), price.ticks());
            long bought = call.fills().stream()
                    .flatMap(fill -> fill.legs().entrySet().stream())
                    .filter(leg -> leg.getKey().hour() == price.hour())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            assertThat(price.lots()).as("%s", price).isEqualTo(bought);
        }
        assertThat(prices).as("prices of the call").isEqualTo(call.prices());
        market.bands.printed(prices);
        callFills.addAll(call.fills());
        callParadoxes.addAll(call.paradoxes());
        sweeping = true;
    }

    private void gated(Event.HourGated gated) {
        long hour = gated.hour();
        assertThat(now).isEqualTo(Hours.startMillis(hour) - 10 * MINUTE);
        assertThat(gated.soldLots()).isEqualTo(titles.sold(hour));
        assertThat(gated.burnedLots()).isEqualTo(titles.unsold.getOrDefault(hour, 0L));
        titles.unsold.remove(hour);
        book.removeOffers(offer -> offer.hour == hour && offer.account == Clearing.OPERATOR);
        assertThat(book.offersOf(hour)).isEmpty();
        assertThat(book.bids.values()).noneMatch(bid -> bid.window.contains(hour));
        market.lastGated = hour;
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            if (bid.nextHold == 0 && free.getOrDefault(bid.account, 0L) >= bid.hourAtMax()) {
                bid.nextHold = bid.hourAtMax();
                pay(bid.account, -bid.nextHold);
                bid.noticeSeconds = market.sheet().noticeSeconds();
            }
        }
    }

    private void supplyEntered(Event.SupplyEntered entered) {
        assertThat(market.phase).as("supply enters only in calls").isEqualTo(Phase.CALL);
        assertThat(entered.hour()).isGreaterThan(market.lastGated);
        book.removeOffers(offer -> offer.hour == entered.hour() && offer.account == Clearing.OPERATOR);
        long unsold = 0;
        for (Tranche tranche : entered.ladder()) {
            unsold += tranche.lots();
            book.offer(new Offer(
                    entered.orderId(),
                    Clearing.OPERATOR,
                    groupOf(Clearing.OPERATOR),
                    entered.hour(),
                    tranche.ticks(),
                    market.nextPlace(),
                    tranche.lots()));
        }
        titles.unsold.put(entered.hour(), unsold);
        assertThat(entered.mintedLots()).isEqualTo(unsold + titles.sold(entered.hour()));
        assertThat(unsold == 0 || entered.mintedLots() <= capacityOf(entered.hour()))
                .as("never more titles than capacity: %s", entered)
                .isTrue();
    }

    private void supplyWithdrawn(Event.SupplyWithdrawn withdrawn) {
        List<Offer> dearestFirst = book.offersOf(withdrawn.hour()).stream()
                .filter(offer -> offer.account == Clearing.OPERATOR)
                .sorted((a, b) -> Long.compare(b.limit, a.limit))
                .toList();
        long left = withdrawn.lots();
        for (Offer offer : dearestFirst) {
            long taken = Math.min(left, offer.lots);
            offer.lots -= taken;
            left -= taken;
        }
        book.removeOffers(offer -> offer.lots == 0);
        assertThat(left).as("%s", withdrawn).isZero();
        titles.unsold.merge(withdrawn.hour(), -withdrawn.lots(), Long::sum);
    }

    private void settled(Event.HourSettled settled) {
        Command.MeterHour meter = (Command.MeterHour) command;
        Map<Long, Integer> seconds = new HashMap<>();
        meter.shortfalls().forEach(reading -> seconds.put(reading.parcel(), reading.deliveredSeconds()));
        damages.due(settled.hour(), titles.held.getOrDefault(settled.hour(), new TreeMap<>()), seconds);
        titles.settle(settled.hour(), settled.legs(), seconds);
        assertThat(settled.fees()).isEqualTo(pay(settled.legs()));
    }

    /** The latest trade first, no lot more than is needed, but gangs whole; all of it is undone. */
    private void curtailed(Event.Curtailed curtailed) {
        long hour = curtailed.hour();
        assertThat(Hours.startMillis(hour) - now).as("notice").isGreaterThanOrEqualTo(30 * MINUTE);
        List<ShadowTitles.Lot> lots = new ArrayList<>();
        Map<Long, Integer> nothing = new HashMap<>();
        List<Long> latestFirst = new ArrayList<>(parcels(hour));
        latestFirst.sort((a, b) -> Long.compare(b, a));
        for (long parcel : latestFirst) {
            long left = curtailed.lots() - lots.size();
            if (left > 0) {
                long most = known(gangs.get(parcel), curtailed) ? Long.MAX_VALUE : left;
                lots.addAll(titles.take(hour, parcel, most));
                nothing.put(parcel, 0);
            }
        }
        long taken = curtailed.taken().stream().mapToLong(Event.Delivery::lots).sum();
        assertThat(taken).as("%s", curtailed).isEqualTo(lots.size());
        titles.settle(hour, lots, curtailed.legs(), nothing);
        assertThat(curtailed.fees()).isEqualTo(pay(curtailed.legs()));
        for (Event.Delivery parcel : curtailed.taken()) {
            lots.stream()
                    .filter(lot -> lot.parcel() == parcel.parcel())
                    .forEach(lot -> damages.taken(parcel.account(), lot));
        }
    }

    private void boughtBack(Event.BoughtBack burned) {
        long hours = burned.window().end() - burned.window().start();
        for (long hour = burned.window().start(); hour < burned.window().end(); hour++) {
            long each = hour;
            List<ShadowTitles.Lot> lots = titles.take(hour, burned.tradeId(), Long.MAX_VALUE);
            assertThat(lots).as("%s over %d hours", burned, hours).hasSize(Math.toIntExact(burned.lots()));
            titles.settle(
                    hour,
                    lots,
                    burned.legs().stream().filter(leg -> leg.hour() == each).toList(),
                    Map.of());
        }
        assertThat(burned.fees()).isEqualTo(pay(burned.legs()));
    }

    /** Pays what legs have come to and gives the fees that this collected. */
    private long pay(List<LegSettlement> legs) {
        long collected = 0;
        Map<Long, Long> changes = new TreeMap<>();
        for (LegSettlement leg : legs) {
            changes.merge(leg.buyer(), leg.escrow() - leg.paid() + leg.buyerFeeRefund(), Long::sum);
            changes.merge(leg.seller(), leg.paid() - leg.sellerFee(), Long::sum);
            escrow.merge(leg.buyer(), -leg.escrow(), Long::sum);
            collected += leg.sellerFee() - leg.buyerFeeRefund();
        }
        changes.forEach(this::pay);
        fees += collected;
        return collected;
    }

    /** The damages account first, then the operator's own wallet, and nothing is left unpaid while either has some. */
    private void payDamages(long account, long fromDamages, long fromOperator, long unpaid) {
        pay(Clearing.DAMAGES, -fromDamages);
        pay(Clearing.OPERATOR, -fromOperator);
        pay(account, fromDamages + fromOperator);
        assertThat(fromOperator + unpaid == 0 || known(free.get(Clearing.DAMAGES), account) == 0)
                .as("the damages account is empty before another pays")
                .isTrue();
        assertThat(unpaid == 0 || known(free.get(Clearing.OPERATOR), account) == 0)
                .as("the operator's wallet is empty before anything is owed")
                .isTrue();
    }

    // ---- spot

    private void seeSpot(Event event) {
        if (event instanceof Event.SpotBidEntered entered) {
            ShadowSpot.Bid bid = new ShadowSpot.Bid(
                    entered.bidId(), entered.account(), entered.lots(), entered.maxTicks(), entered.gang());
            assertThat(entered.hold()).isEqualTo(bid.hourAtMax());
            bid.nextHold = entered.hold();
            pay(bid.account, -bid.nextHold);
            spot.bids.put(bid.id, bid);
        } else if (event instanceof Event.SpotBidClosed closed) {
            ShadowSpot.Bid bid = bid(closed.bidId());
            assertThat(bid.running).as("%s", closed).isEmpty();
            assertThat(closed.released()).as("%s", closed).isEqualTo(bid.nextHold);
            pay(bid.account, bid.nextHold);
            spot.bids.remove(closed.bidId());
            this.closed.put(closed.bidId(), closed.reason());
        } else if (event instanceof Event.SpotAwarded award) {
            awarded.put(award.bidId(), award.lots());
        } else if (event instanceof Event.SpotPriced priced) {
            priced(priced);
        } else if (event instanceof Event.LeaseRuns runs) {
            runs(runs);
        } else if (event instanceof Event.SpotAtRisk risk) {
            spotAtRisk(risk);
        } else if (event instanceof Event.LeaseNoticed noticed) {
            noticed(noticed);
        } else if (event instanceof Event.LeaseEnded ended) {
            ended(ended);
        } else if (event instanceof Event.LeasePaid paid) {
            paid(paid);
        }
    }

    private ShadowSpot.Bid bid(long id) {
        return known(spot.bids.get(id), id);
    }

    private void priced(Event.SpotPriced priced) {
        nothingExpiredIsOpen();
        assertThat(now).isEqualTo(Hours.startMillis(priced.hour()) - 5 * MINUTE);
        long supply = Math.max(0, capacityOf(priced.hour()) - titles.sold(priced.hour()));
        ShadowSpot.ExpectedAuction expected = spot.auction(market.sheet().reserve(), supply);
        NavigableMap<Long, Long> winners = new TreeMap<>(awarded);
        winners.values().removeIf(lots -> lots == 0);
        auctionSupply = supply;
        assertThat(winners).as("awards of %s", priced).isEqualTo(expected.awards());
        assertThat(priced.ticks()).as("%s", priced).isEqualTo(expected.ticks());
        assertThat(priced.supplyLots()).isEqualTo(supply);
        long sum = winners.values().stream().mapToLong(Long::longValue).sum();
        assertThat(priced.awardedLots()).isEqualTo(sum).isLessThanOrEqualTo(supply);
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            bid.award = winners.getOrDefault(bid.id, 0L);
            assertThat(bid.running.isEmpty() || awarded.containsKey(bid.id))
                    .as("a lease is told")
                    .isTrue();
            if (bid.award > 0) {
                assertThat(priced.ticks()).as("pay <= max").isLessThanOrEqualTo(bid.max);
                assertThat(!bid.gang || bid.award == bid.lots)
                        .as("no gang split")
                        .isTrue();
                hourPrices.put(priced.hour(), priced.ticks());
            }
            boolean turnedAway = !bid.gang && bid.nextHold > 0 && bid.award < bid.lots && bid.max > priced.ticks();
            assertThat(turnedAway && sum > 0)
                    .as("a divisible bid above the price is full")
                    .isFalse();
        }
        awarded.clear();
    }

    private void runs(Event.LeaseRuns runs) {
        ShadowSpot.Bid bid = bid(runs.bidId());
        long hour = Hours.containing(now);
        long before = bid.running.size();
        assertThat(runs.ticks()).as("pay <= max: %s", runs).isLessThanOrEqualTo(bid.max);
        assertThat(hourPrices.computeIfAbsent(hour, first -> runs.ticks()))
                .as("one price for the hour: %s", runs)
                .isEqualTo(runs.ticks());
        assertThat(!bid.gang || runs.lots() == bid.lots)
                .as("no gang split: %s", runs)
                .isTrue();
        assertThat(runs.lots()).isLessThanOrEqualTo(bid.lots);
        bid.noticeSeconds = bid.running.isEmpty() ? market.sheet().noticeSeconds() : bid.noticeSeconds;
        bid.runTo(runs.lots(), now);
        bid.ticks = runs.ticks();
        if (bid.hourHold == 0 && now < Hours.startMillis(hour + 1) - 10 * MINUTE && bid.nextHold > 0) {
            bid.hourHold = bid.nextHold;
            bid.nextHold = 0;
        } else if (bid.hourHold == 0) {
            bid.hourHold = bid.hourAtMax();
            pay(bid.account, -bid.hourHold);
        }
        assertThat(runs.startedAt()).isEqualTo(bid.startedAt);
        if (bid.running.size() > before && now > Hours.startMillis(hour)) {
            assertThat(titles.sold(hour) + spot.runningLots() + spot.noticedLots())
                    .as("a newcomer takes an idle lot: %s", runs)
                    .isLessThanOrEqualTo(capacityOf(hour));
        }
    }

    /** The leases that would be reclaimed if the capacity fell by so much now. */
    private void spotAtRisk(Event.SpotAtRisk risk) {
        assertThat(command).isEqualTo(new Command.WarnOfNeed(risk.lots()));
        long hour = Hours.containing(now);
        long fall = Math.min(risk.lots(), capacityOf(hour));
        long over = titles.sold(hour) + spot.runningLots() - (capacityOf(hour) - fall);
        Map<Long, Long> named = new TreeMap<>();
        for (Event.LeaseLots lease : risk.leases()) {
            assertThat(lease.account()).as("%s", risk).isEqualTo(bid(lease.bidId()).account);
            named.put(lease.bidId(), lease.lots());
        }
        assertThat(named).as("%s", risk).isNotEmpty().isEqualTo(spot.reclaim(Math.min(fall, over)));
    }

    private void noticed(Event.LeaseNoticed noticed) {
        ShadowSpot.Bid bid = bid(noticed.bidId());
        long hour = Hours.containing(now);
        NavigableMap<Long, Long> expected = expectedReclaim;
        if (expected == null) {
            expected = spot.reclaim(titles.sold(hour) + spot.runningLots() - capacityOf(hour));
            expectedReclaim = expected;
        }
        assertThat(noticed.lots()).as("%s", noticed).isEqualTo(expected.remove(noticed.bidId()));
        assertThat(!bid.gang || noticed.lots() == bid.lots)
                .as("no gang split: %s", noticed)
                .isTrue();
        assertThat(noticed.endsAt() - now).isEqualTo(bid.noticeSeconds * 1_000L).isGreaterThanOrEqualTo(120_000);
        assertThat(noticed.hourFree()).isEqualTo(now - bid.startedAt < 60 * MINUTE);
        bid.stop(noticed.lots(), now, noticed.hourFree());
        spot.notices.add(new ShadowSpot.Notice(bid.id, noticed.lots(), noticed.endsAt()));
    }

    private void ended(Event.LeaseEnded ended) {
        if (ended.why() == Event.LeaseEnd.RECLAIMED) {
            ShadowSpot.Notice notice = new ShadowSpot.Notice(ended.bidId(), ended.lots(), now);
            assertThat(spot.notices.remove(notice)).as("%s", ended).isTrue();
            return;
        }
        ShadowSpot.Bid bid = bid(ended.bidId());
        boolean released = ended.why() == Event.LeaseEnd.RELEASED;
        assertThat(released || now == Hours.startMillis(Hours.containing(now)))
                .as("%s", ended)
                .isTrue();
        if (ended.why() == Event.LeaseEnd.OUTBID || ended.why() == Event.LeaseEnd.NO_SUPPLY) {
            assertThat(ended.why() == Event.LeaseEnd.NO_SUPPLY)
                    .as("%s of %d with %d to have", ended, bid.running.size(), auctionSupply)
                    .isEqualTo(auctionSupply < bid.running.size());
        }
        bid.stop(ended.lots(), now, false);
        assertThat(!bid.gang || bid.running.isEmpty())
                .as("no gang split: %s", ended)
                .isTrue();
    }

    private void paid(Event.LeasePaid paid) {
        ShadowSpot.Bid bid = bid(paid.bidId());
        assertThat(paid.ticks()).as("%s", paid).isEqualTo(bid.ticks);
        assertThat(paid.lotMillis()).as("%s", paid).isEqualTo(bid.lotMillis(now, paid.hour()));
        assertThat(paid.paid()).as("%s", paid).isEqualTo(ShadowSpot.pay(paid.ticks(), paid.lotMillis()));
        assertThat(paid.paid() + paid.released()).as("%s", paid).isEqualTo(bid.hourHold);
        pay(bid.account, paid.released());
        pay(Clearing.OPERATOR, paid.paid());
        bid.paid(now);
    }

    private record Shortage(long soldLots, long capacityLots) {}

    private void firmAtRisk(Event.FirmAtRisk risk) {
        Shortage figures = new Shortage(risk.soldLots(), risk.capacityLots());
        long lastInLine =
                risk.lastInLine().stream().mapToLong(Event.Delivery::lots).sum();
        assertThat(lastInLine).as("%s", risk).isGreaterThanOrEqualTo(risk.soldLots() - risk.capacityLots());
        assertThat(risk.soldLots()).as("%s", risk).isEqualTo(titles.sold(risk.hour()));
        assertThat(risk.capacityLots())
                .as("%s", risk)
                .isEqualTo(capacityOf(risk.hour()))
                .isLessThan(risk.soldLots());
        boolean starts = now == Hours.startMillis(risk.hour());
        assertThat(starts || !figures.equals(toldShort.get(risk.hour())))
                .as("not told twice: %s", risk)
                .isTrue();
        toldShort.put(risk.hour(), figures);
    }

    // ---- what holds after every step

    private void shortHoursWereTold() {
        long running = Hours.containing(now);
        Map<Long, Shortage> isShort = new TreeMap<>();
        for (long hour : titles.held.tailMap(running).keySet()) {
            if (titles.sold(hour) > capacityOf(hour)) {
                isShort.put(hour, new Shortage(titles.sold(hour), capacityOf(hour)));
            }
        }
        toldShort.keySet().removeIf(hour -> hour < running || titles.sold(hour) <= capacityOf(hour));
        assertThat(toldShort).as("hours that are short").isEqualTo(isShort);
    }

    private void theBookIsQuiet() {
        if (market.phase != Phase.CONTINUOUS) {
            return;
        }
        for (ShadowBook.Bid bid : book.bids.values()) {
            assertThat(market.heldBack.contains(bid.orderId) || book.fillOf(bid).lots() == 0)
                    .as("the book is quiet: order %d", bid.orderId)
                    .isTrue();
        }
    }

    private void onlyWhatRestsIsOpen() {
        Set<Long> resting = new HashSet<>(book.bids.keySet());
        for (Offer offer : book.everyOffer()) {
            if (offer.account != Clearing.OPERATOR) {
                resting.add(offer.orderId);
            }
        }
        assertThat(orders.keySet()).as("open orders").isEqualTo(resting);
        for (ShadowOrder order : orders.values()) {
            assertThat(order.isAtOnce())
                    .as("nothing rests that was for at once: %d", order.id)
                    .isFalse();
        }
    }

    private void nothingExpiredIsOpen() {
        assertThat(desk.expired()).as("orders that live beyond their instant").isEmpty();
    }

    private void walletsAgree() {
        View.WalletsView view = (View.WalletsView) engine.answer(new Query.Wallets());
        assertThat(view.fees()).as("fees").isEqualTo(fees);
        Map<Long, Long> held = new HashMap<>();
        for (ShadowOrder order : orders.values()) {
            held.merge(order.account, order.worstCase(), Long::sum);
        }
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            held.merge(bid.account, bid.nextHold + bid.hourHold, Long::sum);
        }
        long wallets = 0;
        for (View.AccountView wallet : view.wallets()) {
            long account = wallet.account();
            assertThat(wallet.free()).as("free cash of %d", account).isEqualTo(free.get(account));
            assertThat(wallet.held()).as("held of %d", account).isEqualTo(held.getOrDefault(account, 0L));
            assertThat(wallet.escrow()).as("escrow of %d", account).isEqualTo(escrow.getOrDefault(account, 0L));
            wallets += wallet.free() + wallet.held() + wallet.escrow();
        }
        assertThat(view.wallets()).hasSize(free.size());
        assertThat(wallets + fees).as("cash, holds, escrow and fees").isEqualTo(deposits);
    }

    /** Nothing is owed while an account that pays damages has anything, wherever its money came from. */
    private void whatIsOwedIsPaidFirst() {
        View.HouseFundsView house = (View.HouseFundsView) engine.answer(new Query.HouseFunds());
        assertThat(house.operatorFree()).isEqualTo(free.get(Clearing.OPERATOR));
        assertThat(house.damagesFree()).isEqualTo(free.get(Clearing.DAMAGES));
        damages.owes(house.owed());
        assertThat(damages.isOwing() && house.operatorFree() + house.damagesFree() > 0)
                .as("something is owed, and there is money: %s", house)
                .isFalse();
    }

    /** Every title and every micro-dollar, also where nothing has changed. */
    void everythingIsCountedAgain() {
        View.BalanceView balance = (View.BalanceView) engine.answer(new Query.Balance());
        assertThat(balance.violations()).isEmpty();
        assertThat(balance.fees()).as("fees").isEqualTo(fees);
        for (long account : free.keySet()) {
            assertThat(escrow.getOrDefault(account, 0L))
                    .as("escrow of %d, lot by lot", account)
                    .isEqualTo(titles.escrowOf(account));
            if (account != Clearing.OPERATOR) {
                titlesAgree((View.AccountView) engine.answer(new Query.AccountOf(account)));
            }
        }
    }

    private void titlesAgree(View.AccountView view) {
        Map<Long, Long> found = new TreeMap<>();
        for (View.TitleView title : view.titles()) {
            found.put(title.hour(), title.lots());
            assertThat(title.offeredLots())
                    .as("%s", title)
                    .isEqualTo(market.offeredBy(view.account(), title.hour()))
                    .isLessThanOrEqualTo(title.lots());
        }
        Map<Long, Long> expected = new TreeMap<>();
        for (long hour : titles.held.keySet()) {
            if (titles.held(view.account(), hour) > 0) {
                expected.put(hour, titles.held(view.account(), hour));
            }
        }
        assertThat(found).as("titles of %d", view.account()).isEqualTo(expected);
    }

    private void spotFitsIntoTheCapacity() {
        long hour = Hours.containing(now);
        long running = spot.runningLots();
        assertThat(running == 0 || running + titles.sold(hour) <= capacityOf(hour))
                .as("%d lots of spot and %d firm in %d", running, titles.sold(hour), capacityOf(hour))
                .isTrue();
        View.PoolView view = (View.PoolView) engine.answer(new Query.PoolStatus());
        assertThat(view.phase()).isEqualTo(market.phase);
        assertThat(view.spotLots()).isEqualTo(running);
        assertThat(view.noticedLots()).isEqualTo(spot.noticedLots());
        assertThat(view.firmLots()).isEqualTo(titles.sold(hour));
    }

    /** Hours that are over and not yet settled, for whoever invents the next meter reading. */
    List<Long> hoursToMeter() {
        return new ArrayList<>(titles.held.headMap(Hours.containing(now), false).keySet());
    }

    /** Parcels of an hour. */
    List<Long> parcels(long hour) {
        return titles.held.getOrDefault(hour, new TreeMap<>()).values().stream()
                .flatMap(Deque::stream)
                .map(ShadowTitles.Lot::parcel)
                .distinct()
                .toList();
    }

    List<Long> openOrders() {
        List<Long> open = new ArrayList<>(orders.keySet());
        open.addAll(spot.bids.keySet());
        return open;
    }

    /** The open firm orders, as they stand. */
    List<ShadowOrder> firmOrders() {
        return List.copyOf(orders.values());
    }

    long ownerOf(long orderId) {
        ShadowOrder order = orders.get(orderId);
        return order != null ? order.account : bid(orderId).account;
    }
}
