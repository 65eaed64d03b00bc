package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
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

    private final StandingLaws laws;
    private final SpotReferee spots;
    private final TitleReferee parcels;
    private final ShadowBook book = market.book;
    private final ShadowDesk desk = new ShadowDesk(market);
    private final NavigableMap<Long, ShadowOrder> orders = market.orders;
    private final Map<Long, ShadowOrder> everyOrder = new HashMap<>();
    private final ShadowCash cash = new ShadowCash(market.free);
    private final Map<String, Reply> firstReplies = new HashMap<>();
    private final Map<Long, Long> owed = new TreeMap<>();

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
    private final Set<AskKey> mustFall = new HashSet<>();
    private final Map<Long, CloseReason> closed = new LinkedHashMap<>();
    private boolean volatilityCall;
    long tradesSeen;

    Referee(PoolEngine engine) {
        this.laws = new StandingLaws(engine, market, desk, cash, damages);
        this.spots = new SpotReferee(market, cash, laws, closed);
        this.parcels = new TitleReferee(market, cash, damages);
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
        spots.begin(given);
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
        laws.hold(deeply);
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
        spots.everythingCame();
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
            cash.deposit(credited.account(), credited.amount());
        } else if (event instanceof Event.WalletDebited debited) {
            cash.deposit(debited.account(), -debited.amount());
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
            laws.firmAtRisk(risk);
        } else if (event instanceof Event.SupplyEntered entered) {
            parcels.supplyEntered(entered);
        } else if (event instanceof Event.SupplyWithdrawn withdrawn) {
            parcels.supplyWithdrawn(withdrawn);
        } else if (event instanceof Event.NeedWorkedOff need) {
            assertThat(need.idleLots() + need.leaseLots() + need.unmetLots())
                    .as("%s", need)
                    .isGreaterThanOrEqualTo(need.needLots());
            assertThat(need.unmetLots() == 0 || spot.runningLots() == 0)
                    .as("firm untouched while spot remains")
                    .isTrue();
        } else if (event instanceof Event.HourSettled settled) {
            parcels.settled(settled, (Command.MeterHour) command);
        } else if (event instanceof Event.Curtailed curtailed) {
            parcels.curtailed(curtailed);
        } else if (event instanceof Event.BoughtBack burned) {
            parcels.boughtBack(burned);
        } else if (event instanceof Event.HourIndexed indexed) {
            assertThat(indexed).isEqualTo(damages.indexed(indexed.hour()));
        } else if (event instanceof Event.DamagesAwarded awarded) {
            damages.awarded(awarded);
            cash.payDamages(awarded.account(), awarded.fromDamages(), awarded.fromOperator(), awarded.unpaid());
        } else if (event instanceof Event.DamagesCaughtUp paid) {
            damages.caughtUp(paid);
            cash.payDamages(paid.account(), paid.fromDamages(), paid.fromOperator(), paid.unpaid());
        } else {
            spots.see(event);
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
        cash.pay(entered.account(), -entered.hold());
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
        cash.pay(replaced.account(), replaced.released());
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
        parcels.bought(trade.tradeId(), known(orders.get(trade.orderId()), trade).allOrNone);
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
                cash.escrow.merge(account, change, Long::sum);
                owed.merge(account, change, Long::sum);
            });
            assertThat(book.take(leg.hour(), leg.sellerOrderId(), leg.lots()))
                    .as("%s was on offer", leg)
                    .isTrue();
        }
        assertThat(trade.buyerFee()).as("fee of %s", trade).isEqualTo(fee);
        cash.fees += fee;
        buyer.lots -= trade.lots();
        long before = buyer.hold;
        buyer.hold = buyer.worstCase();
        assertThat(trade.released()).as("%s", trade).isEqualTo(before - buyer.hold - fee - trade.cost());
        owed.merge(trade.account(), fee + buyer.hold - before, Long::sum);
        owed.forEach((account, change) -> cash.pay(account, -change));
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
        cash.pay(event.account(), order.hold);
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
        laws.nothingExpiredIsOpen();
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
        laws.theBookIsQuiet();
    }

    private void uncrossed(Event.Uncrossed uncrossed) {
        assertThat(market.phase).isEqualTo(Phase.CALL);
        laws.nothingExpiredIsOpen();
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
            if (bid.nextHold == 0 && cash.free.getOrDefault(bid.account, 0L) >= bid.hourAtMax()) {
                bid.nextHold = bid.hourAtMax();
                cash.pay(bid.account, -bid.nextHold);
                bid.noticeSeconds = market.sheet().noticeSeconds();
            }
        }
    }

    /** Hours that are over and not yet settled, for whoever invents the next meter reading. */
    List<Long> hoursToMeter() {
        return new ArrayList<>(titles.held.headMap(Hours.containing(now), false).keySet());
    }

    /** Parcels of an hour. */
    List<Long> parcels(long hour) {
        return parcels.parcels(hour);
    }

    /** Every title and every micro-dollar, also where nothing has changed. */
    void everythingIsCountedAgain() {
        laws.everythingIsCountedAgain();
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
        return order != null ? order.account : spots.bid(orderId).account;
    }
}
