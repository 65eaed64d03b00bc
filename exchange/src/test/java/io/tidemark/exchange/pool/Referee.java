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
import io.tidemark.exchange.pool.ShadowTitles.Sale;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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

    /** A firm order that is open. */
    private static final class Order {
        final NavigableMap<Long, Long> sold = new TreeMap<>();
        Event.OrderEntered entered;
        int feeCapBps;
        long lots;
        long hold;

        Order(Event.OrderEntered entered, int feeCapBps) {
            this.entered = entered;
            this.feeCapBps = feeCapBps;
            this.lots = entered.lots();
            this.hold = entered.hold();
        }

        /** Limit x lots x hours x GPUs and the largest fee on it. */
        long worstCase() {
            long lotHours = lots * entered.window().hours();
            long price = entered.limit() * lotHours * ShadowTitles.LOT_TICK;
            return entered.side() == Side.SELL ? 0 : price + price / 10_000 * feeCapBps;
        }
    }

    final ShadowBook book = new ShadowBook();
    final ShadowTitles titles = new ShadowTitles();
    final ShadowSpot spot = new ShadowSpot();
    private final ShadowDamages damages = new ShadowDamages();

    private final PoolEngine engine;
    private final NavigableMap<Long, Order> orders = new TreeMap<>();
    private long places;
    private final Map<Long, Order> everyOrder = new HashMap<>();
    private final NavigableMap<Long, Long> free = new TreeMap<>();
    private final NavigableMap<Long, Long> escrow = new TreeMap<>();
    private final Map<Long, Long> groups = new HashMap<>();
    private final NavigableMap<Long, Long> capacity = new TreeMap<>();
    private long deposits;
    private long fees;
    private RuleSheet sheet = RuleSheet.blank();
    private Phase phase = Phase.CLOSED;
    private long lastGated = Long.MIN_VALUE;

    // What is known about the step at hand.
    private Command command = new Command.Tick();
    private long now;
    private @Nullable Order incoming;
    private final Deque<Expected> callFills = new ArrayDeque<>();
    private final Deque<Long> callParadoxes = new ArrayDeque<>();
    private boolean sweeping;
    private final Map<Long, Boolean> gangs = new HashMap<>();
    private final Set<AskKey> mustFall = new HashSet<>();
    private final NavigableMap<Long, Long> awarded = new TreeMap<>();
    private @Nullable NavigableMap<Long, Long> expectedReclaim;
    private final Map<Long, Long> hourPrices = new HashMap<>();
    private long auctionSupply;
    private final Map<Long, Event.FirmAtRisk> toldShort = new TreeMap<>();
    long trades;

    Referee(PoolEngine engine) {
        this.engine = engine;
        free.put(Clearing.OPERATOR, 0L);
        free.put(Clearing.DAMAGES, 0L);
    }

    /** Takes a step into account. */
    void see(Command given, Outcome outcome) {
        command = given;
        now = outcome.time();
        incoming = null;
        expectedReclaim = null;
        if (outcome.reply() instanceof Reply.Refused
                && (given instanceof Command.SubmitOrder || given instanceof Command.Replace)) {
            assertThat(outcome.events()).as("a refusal changes nothing").isEmpty();
        }
        outcome.events().forEach(this::see);
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
        damages.allAwarded();
        theBookIsQuiet();
        onlyWhatRestsIsOpen();
        walletsAndTitlesAgree();
        spotFitsIntoTheCapacity();
        shortHoursWereTold();
    }

    private long groupOf(long account) {
        return groups.getOrDefault(account, account);
    }

    private long capacityOf(long hour) {
        var entry = capacity.floorEntry(hour);
        return entry == null ? 0 : entry.getValue();
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
            groups.put(opened.account(), opened.group());
            free.put(opened.account(), 0L);
        } else if (event instanceof Event.WalletCredited credited) {
            pay(credited.account(), credited.amount());
            deposits += credited.amount();
        } else if (event instanceof Event.WalletDebited debited) {
            pay(debited.account(), -debited.amount());
            deposits -= debited.amount();
        } else if (event instanceof Event.RulesPublished published) {
            sheet = published.sheet();
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
            capacity.tailMap(changed.fromHour(), true).clear();
            for (int i = 0; i < changed.lots().size(); i++) {
                capacity.put(changed.fromHour() + i, changed.lots().get(i));
            }
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

    private void entered(Event.OrderEntered entered) {
        boolean house = command instanceof Command.BuyBack;
        if (command instanceof Command.BuyBack asked) {
            assertThat(entered.lots()).isEqualTo(asked.lots());
            assertThat(entered.window()).isEqualTo(asked.window());
            assertThat(entered.limit()).isEqualTo(asked.limit()).isBetween(1L, sheet.buyBackTicks());
            assertThat(entered.account()).isEqualTo(Clearing.OPERATOR);
        } else {
            Command.SubmitOrder asked = (Command.SubmitOrder) command;
            assertThat(entered.lots()).isEqualTo(asked.lots());
            assertThat(entered.window()).isEqualTo(asked.window());
        }
        assertThat(entered.window().start()).as("no entry after the gate").isGreaterThan(lastGated);
        Order order = new Order(entered, house ? 0 : Math.max(sheet.makerBps(), sheet.takerBps()));
        assertThat(entered.hold()).as("the hold is the worst case").isEqualTo(order.worstCase());
        pay(entered.account(), -entered.hold());
        orders.put(entered.orderId(), order);
        everyOrder.put(entered.orderId(), order);
        enterTheBook(order);
        incoming = phase == Phase.CONTINUOUS ? order : null;
    }

    /** Puts what is left of an order behind everything else at its limit. */
    private void enterTheBook(Order order) {
        Event.OrderEntered entered = order.entered;
        long group = groupOf(entered.account());
        long place = ++places;
        if (entered.side() == Side.BUY) {
            book.bids.put(
                    entered.orderId(),
                    new ShadowBook.Bid(
                            entered.orderId(),
                            entered.account(),
                            group,
                            entered.window(),
                            entered.limit(),
                            entered.allOrNone(),
                            place,
                            order.lots));
            return;
        }
        for (long hour = Math.max(entered.window().start(), lastGated + 1);
                hour < entered.window().end();
                hour++) {
            long left = entered.lots() - order.sold.getOrDefault(hour, 0L);
            if (left > 0) {
                book.offers.add(
                        new Offer(entered.orderId(), entered.account(), group, hour, entered.limit(), place, left));
            }
        }
    }

    private void replaced(Event.OrderReplaced replaced) {
        Command.Replace asked = (Command.Replace) command;
        Order order = known(orders.get(replaced.orderId()), replaced);
        Event.OrderEntered before = order.entered;
        assertThat(replaced.account()).isEqualTo(before.account()).isEqualTo(asked.account());
        assertThat(replaced.lots()).isEqualTo(asked.lots());
        assertThat(replaced.limit()).isEqualTo(asked.limit());
        assertThat(replaced.keptPriority())
                .as("it keeps its place only if the quantity alone falls: %s", replaced)
                .isEqualTo(asked.limit() == before.limit() && asked.lots() < before.lots());
        boolean buy = before.side() == Side.BUY;
        long filled = before.lots() - order.lots;
        order.entered = new Event.OrderEntered(
                before.orderId(),
                before.account(),
                asked.clientOrderId(),
                before.side(),
                before.window(),
                asked.lots(),
                asked.limit(),
                before.timeInForce(),
                before.allOrNone(),
                before.hold());
        order.lots = buy ? Math.max(0, asked.lots() - filled) : asked.lots();
        long held = order.hold;
        if (!replaced.keptPriority()) {
            order.feeCapBps = Math.max(sheet.makerBps(), sheet.takerBps());
        }
        order.hold = order.worstCase();
        assertThat(replaced.hold()).as("the hold is the worst case").isEqualTo(order.hold);
        assertThat(replaced.released()).isEqualTo(held - order.hold);
        pay(replaced.account(), replaced.released());
        if (replaced.keptPriority()) {
            reduceInPlace(order, buy);
        } else {
            book.bids.remove(replaced.orderId());
            book.offers.removeIf(offer -> offer.orderId == replaced.orderId());
            enterTheBook(order);
            if (order.lots == 0) {
                book.bids.remove(replaced.orderId());
            }
        }
        incoming = phase == Phase.CONTINUOUS ? order : null;
    }

    private void reduceInPlace(Order order, boolean buy) {
        if (buy) {
            ShadowBook.Bid bid = known(book.bids.get(order.entered.orderId()), order);
            bid.lots = order.lots;
            if (bid.lots == 0) {
                book.bids.remove(bid.orderId);
            }
            return;
        }
        for (Offer offer : List.copyOf(book.offers)) {
            if (offer.orderId == order.entered.orderId()) {
                long left = order.entered.lots() - order.sold.getOrDefault(offer.hour, 0L);
                if (left > 0) {
                    offer.lots = Math.min(offer.lots, left);
                } // Otherwise it stands until its own event takes it out.
            }
        }
    }

    private void traded(Event.Traded trade) {
        trades++;
        assertThat(trade.window().start()).as("no trade after the gate").isGreaterThan(lastGated);
        Expected expected = expected(trade);
        NavigableMap<LegKey, Long> legs = new TreeMap<>();
        for (Event.SoldLeg leg : trade.legs()) {
            legs.merge(new LegKey(leg.hour(), leg.sellerOrderId(), leg.ticks()), leg.lots(), Long::sum);
        }
        assertThat(trade.orderId()).as("whose turn it is: %s", trade).isEqualTo(expected.orderId());
        assertThat(trade.lots()).as("lots of %s", trade).isEqualTo(expected.lots());
        assertThat(legs).as("legs of %s", trade).isEqualTo(expected.legs());
        gangs.put(
                trade.tradeId(),
                known(orders.get(trade.orderId()), trade).entered.allOrNone());
        // The operator passes over its own asks, and they stay.
        mustFall.addAll(command instanceof Command.BuyBack ? List.of() : expected.selfMatched());
        Order buyer = known(orders.get(trade.orderId()), trade);
        checkShape(trade, buyer);
        book(trade, buyer);
    }

    private Expected expected(Event.Traded trade) {
        if (trade.kind() == TradeKind.CALL) {
            return known(callFills.poll(), trade);
        }
        assertThat(phase == Phase.CONTINUOUS || sweeping)
                .as("no match in a call: %s", trade)
                .isTrue();
        long aggressor = 0;
        if (trade.kind() == TradeKind.CONTINUOUS) {
            Event.OrderEntered entered = known(incoming, trade).entered;
            aggressor = entered.side() == Side.SELL ? entered.orderId() : 0;
            assertThat(aggressor != 0 || trade.orderId() == entered.orderId()).isTrue();
        }
        // The book was quiet before, so the first in priority that can trade is the one to trade.
        for (ShadowBook.Bid bid : book.byPriority()) {
            Expected fill = book.fillOf(bid, aggressor, sheet.bandHigh());
            if (fill.lots() > 0) {
                return fill;
            }
        }
        return fail("nobody can trade, but %s", trade);
    }

    /** A rectangle inside every limit; nobody on both sides. */
    private void checkShape(Event.Traded trade, Order buyer) {
        Event.OrderEntered order = buyer.entered;
        Map<Long, Long> perHour = new TreeMap<>();
        long cost = 0;
        for (Event.SoldLeg leg : trade.legs()) {
            perHour.merge(leg.hour(), leg.lots(), Long::sum);
            cost += leg.ticks() * leg.lots();
            assertThat(groupOf(leg.seller())).as("both sides of %s", trade).isNotEqualTo(groupOf(trade.account()));
            if (leg.seller() != Clearing.OPERATOR) {
                Order seller = known(orders.get(leg.sellerOrderId()), leg);
                assertThat(leg.ticks()).as("%s", leg).isGreaterThanOrEqualTo(seller.entered.limit());
            }
        }
        for (long hour = order.window().start(); hour < order.window().end(); hour++) {
            assertThat(perHour.remove(hour))
                    .as("the same lots in hour %d", hour)
                    .isEqualTo(trade.lots());
        }
        assertThat(perHour).isEmpty();
        assertThat(!order.allOrNone() || trade.lots() == order.lots())
                .as("all or none: %s", trade)
                .isTrue();
        assertThat(cost).isLessThanOrEqualTo(order.limit() * order.window().hours() * trade.lots());
        assertThat(trade.cost()).isEqualTo(cost * ShadowTitles.LOT_TICK);
    }

    /** Takes the trade out of the book and moves titles and money. */
    private void book(Event.Traded trade, Order buyer) {
        boolean buyerTakes =
                trade.kind() == TradeKind.RESUME_SWEEP || (trade.kind() == TradeKind.CONTINUOUS && incoming == buyer);
        int buyerBps = Math.min(buyer.feeCapBps, buyerTakes ? sheet.takerBps() : sheet.makerBps());
        long fee = 0;
        for (Event.SoldLeg leg : trade.legs()) {
            int sellerBps = 0;
            if (leg.seller() != Clearing.OPERATOR) {
                Order seller = known(everyOrder.get(leg.sellerOrderId()), leg);
                boolean takes = trade.kind() == TradeKind.CONTINUOUS && incoming == seller;
                sellerBps = Math.min(seller.feeCapBps, takes ? sheet.takerBps() : sheet.makerBps());
                seller.sold.merge(leg.hour(), leg.lots(), Long::sum);
            }
            long limit = leg.seller() == Clearing.OPERATOR
                    ? leg.ticks()
                    : known(everyOrder.get(leg.sellerOrderId()), leg).entered.limit();
            damages.traded(now, leg.hour(), trade.kind() == TradeKind.CALL ? leg.ticks() : limit, leg.lots());
            damages.printed(leg, trade.kind() == TradeKind.CALL || leg.ticks() == limit);
            fee += leg.ticks() * leg.lots() * ShadowTitles.LOT_TICK * buyerBps / 10_000;
            titles.sell(
                    leg.hour(),
                    trade.tradeId(),
                    leg.lots(),
                    new Sale(leg.seller(), trade.account(), leg.ticks(), buyerBps, sellerBps));
            long left = leg.lots();
            for (Offer offer : List.copyOf(book.offers)) {
                if (offer.orderId == leg.sellerOrderId() && offer.hour == leg.hour() && left > 0) {
                    long taken = Math.min(left, offer.lots);
                    offer.lots -= taken;
                    left -= taken;
                    if (offer.lots == 0) {
                        book.offers.remove(offer);
                    }
                }
            }
            assertThat(left).as("%s was on offer", leg).isZero();
        }
        assertThat(trade.buyerFee()).as("fee of %s", trade).isEqualTo(fee);
        fees += fee;
        buyer.lots -= trade.lots();
        long before = buyer.hold;
        buyer.hold = buyer.worstCase();
        pay(trade.account(), before - buyer.hold - fee);
        // What the trade puts into escrow or sets free there is found by counting lots again.
        for (long account : free.keySet()) {
            long called = titles.escrowOf(account);
            long change = called - escrow.getOrDefault(account, 0L);
            escrow.put(account, called);
            pay(account, -change);
        }
        ShadowBook.Bid bid = known(book.bids.get(trade.orderId()), trade);
        bid.lots -= trade.lots();
        if (bid.lots == 0) {
            book.bids.remove(trade.orderId());
        }
    }

    private void askClosed(Event.AskClosed closed) {
        List<Offer> found = book.offers.stream()
                .filter(offer -> offer.orderId == closed.orderId() && offer.hour == closed.hour())
                .toList();
        assertThat(found).as("%s", closed).hasSize(1);
        assertThat(found.get(0).lots).as("%s", closed).isEqualTo(closed.lots());
        book.offers.removeAll(found);
        switch (closed.reason()) {
            case SELF_MATCH ->
                assertThat(mustFall.remove(new AskKey(closed.orderId(), closed.hour())))
                        .as("%s", closed)
                        .isTrue();
            case GATE -> assertThat(now).isEqualTo(Hours.startMillis(closed.hour()) - 10 * MINUTE);
            case CANCELLED -> assertThat(command).isInstanceOfAny(Command.Cancel.class, Command.Replace.class);
            case NOT_FILLED_AT_ONCE ->
                assertThat(known(everyOrder.get(closed.orderId()), closed)
                                .entered
                                .timeInForce())
                        .isEqualTo(TimeInForce.IOC);
            case WITHDRAWN -> {
                assertThat(command).isInstanceOf(Command.Curtail.class);
                assertThat(book.offers)
                        .as("the dearest first: %s", closed)
                        .noneMatch(offer -> offer.hour == closed.hour()
                                && offer.account == closed.account()
                                && offer.limit > found.get(0).limit);
            }
            case FILLED, UNFUNDED, EXPIRED, OUTSIDE_BAND -> fail("%s", closed);
        }
    }

    private void orderClosed(Event.OrderClosed closed) {
        Order order = known(orders.remove(closed.orderId()), closed);
        assertThat(closed.released()).as("%s", closed).isEqualTo(order.hold);
        pay(closed.account(), order.hold);
        ShadowBook.Bid bid = book.bids.remove(closed.orderId());
        boolean rests = book.offers.stream().anyMatch(offer -> offer.orderId == closed.orderId());
        assertThat(rests).as("%s with asks in the book", closed).isFalse();
        boolean buy = order.entered.side() == Side.BUY;
        switch (closed.reason()) {
            case FILLED -> assertThat(bid).as("%s", closed).isNull();
            case CANCELLED -> assertThat(command).isInstanceOfAny(Command.Cancel.class, Command.Replace.class);
            case GATE ->
                assertThat(now)
                        .isEqualTo(Hours.startMillis(
                                        buy ? order.entered.window().start() : Hours.containing(now + 10 * MINUTE))
                                - 10 * MINUTE);
            case NOT_FILLED_AT_ONCE -> assertThat(order.entered.timeInForce()).isNotEqualTo(TimeInForce.GTC);
            case SELF_MATCH -> assertThat(buy).isFalse();
            case WITHDRAWN -> assertThat(command).isInstanceOf(Command.Curtail.class);
            case UNFUNDED, EXPIRED, OUTSIDE_BAND -> fail("%s", closed);
        }
    }

    private void phaseChanged(Event.PhaseChanged changed) {
        assertThat(callFills).isEmpty();
        sweeping = false;
        phase = changed.phase();
        theBookIsQuiet();
    }

    private void uncrossed(Event.Uncrossed uncrossed) {
        assertThat(phase).isEqualTo(Phase.CALL);
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
        book.offers.removeIf(offer -> offer.hour == hour && offer.account == Clearing.OPERATOR);
        assertThat(book.offers).noneMatch(offer -> offer.hour == hour);
        assertThat(book.bids.values()).noneMatch(bid -> bid.window.contains(hour));
        lastGated = hour;
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            if (bid.nextHold == 0 && free.getOrDefault(bid.account, 0L) >= bid.hourAtMax()) {
                bid.nextHold = bid.hourAtMax();
                pay(bid.account, -bid.nextHold);
                bid.noticeSeconds = sheet.noticeSeconds();
            }
        }
    }

    private void supplyEntered(Event.SupplyEntered entered) {
        assertThat(phase).as("supply enters only in calls").isEqualTo(Phase.CALL);
        assertThat(entered.hour()).isGreaterThan(lastGated);
        book.offers.removeIf(offer -> offer.hour == entered.hour() && offer.account == Clearing.OPERATOR);
        long unsold = 0;
        for (Tranche tranche : entered.ladder()) {
            unsold += tranche.lots();
            book.offers.add(new Offer(
                    entered.orderId(),
                    Clearing.OPERATOR,
                    groupOf(Clearing.OPERATOR),
                    entered.hour(),
                    tranche.ticks(),
                    ++places,
                    tranche.lots()));
        }
        titles.unsold.put(entered.hour(), unsold);
        assertThat(entered.mintedLots()).isEqualTo(unsold + titles.sold(entered.hour()));
        assertThat(unsold == 0 || entered.mintedLots() <= capacityOf(entered.hour()))
                .as("never more titles than capacity: %s", entered)
                .isTrue();
    }

    private void supplyWithdrawn(Event.SupplyWithdrawn withdrawn) {
        List<Offer> dearestFirst = book.offers.stream()
                .filter(offer -> offer.hour == withdrawn.hour() && offer.account == Clearing.OPERATOR)
                .sorted((a, b) -> Long.compare(b.limit, a.limit))
                .toList();
        long left = withdrawn.lots();
        for (Offer offer : dearestFirst) {
            long taken = Math.min(left, offer.lots);
            offer.lots -= taken;
            left -= taken;
        }
        book.offers.removeIf(offer -> offer.lots == 0);
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
        } else if (event instanceof Event.SpotAwarded award) {
            awarded.put(award.bidId(), award.lots());
        } else if (event instanceof Event.SpotPriced priced) {
            priced(priced);
        } else if (event instanceof Event.LeaseRuns runs) {
            runs(runs);
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
        assertThat(now).isEqualTo(Hours.startMillis(priced.hour()) - 5 * MINUTE);
        long supply = Math.max(0, capacityOf(priced.hour()) - titles.sold(priced.hour()));
        ShadowSpot.ExpectedAuction expected = spot.auction(sheet.reserve(), supply);
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
        bid.noticeSeconds = bid.running.isEmpty() ? sheet.noticeSeconds() : bid.noticeSeconds;
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

    private void firmAtRisk(Event.FirmAtRisk risk) {
        assertThat(risk.soldLots()).as("%s", risk).isEqualTo(titles.sold(risk.hour()));
        assertThat(risk.capacityLots())
                .as("%s", risk)
                .isEqualTo(capacityOf(risk.hour()))
                .isLessThan(risk.soldLots());
        boolean starts = now == Hours.startMillis(risk.hour());
        assertThat(starts || !risk.equals(toldShort.get(risk.hour())))
                .as("not told twice: %s", risk)
                .isTrue();
        toldShort.put(risk.hour(), risk);
    }

    // ---- what holds after every step

    private void shortHoursWereTold() {
        long running = Hours.containing(now);
        Map<Long, Event.FirmAtRisk> isShort = new TreeMap<>();
        for (long hour : titles.held.tailMap(running).keySet()) {
            if (titles.sold(hour) > capacityOf(hour)) {
                isShort.put(hour, new Event.FirmAtRisk(hour, titles.sold(hour), capacityOf(hour)));
            }
        }
        toldShort.keySet().removeIf(hour -> hour < running || titles.sold(hour) <= capacityOf(hour));
        assertThat(toldShort).as("hours that are short").isEqualTo(isShort);
    }

    private void theBookIsQuiet() {
        if (phase != Phase.CONTINUOUS) {
            return;
        }
        for (ShadowBook.Bid bid : book.bids.values()) {
            assertThat(book.fillOf(bid, 0, sheet.bandHigh()).lots())
                    .as("the book is quiet: order %d", bid.orderId)
                    .isZero();
        }
    }

    private void onlyWhatRestsIsOpen() {
        Set<Long> resting = new HashSet<>(book.bids.keySet());
        book.offers.stream()
                .filter(offer -> offer.account != Clearing.OPERATOR)
                .forEach(offer -> resting.add(offer.orderId));
        assertThat(orders.keySet()).as("open orders").isEqualTo(resting);
        for (Order order : orders.values()) {
            assertThat(order.entered.timeInForce())
                    .as("only GTC rests: %s", order.entered)
                    .isEqualTo(TimeInForce.GTC);
        }
    }

    private void walletsAndTitlesAgree() {
        View.BalanceView balance = (View.BalanceView) engine.answer(new Query.Balance());
        assertThat(balance.violations()).isEmpty();
        assertThat(balance.fees()).as("fees").isEqualTo(fees);
        long wallets = 0;
        for (long account : free.keySet()) {
            View.AccountView view = (View.AccountView) engine.answer(new Query.AccountOf(account));
            long held = 0;
            for (Order order : orders.values()) {
                held += order.entered.account() == account ? order.worstCase() : 0;
            }
            for (ShadowSpot.Bid bid : spot.bids.values()) {
                held += bid.account == account ? bid.nextHold + bid.hourHold : 0;
            }
            assertThat(view.free()).as("free cash of %d", account).isEqualTo(free.get(account));
            assertThat(view.held()).as("held of %d", account).isEqualTo(held);
            assertThat(view.escrow())
                    .as("escrow of %d", account)
                    .isEqualTo(escrow.getOrDefault(account, 0L))
                    .isEqualTo(titles.escrowOf(account));
            wallets += view.free() + view.held() + view.escrow();
            if (account != Clearing.OPERATOR) {
                titlesAgree(view);
            }
        }
        assertThat(wallets + fees).as("cash, holds, escrow and fees").isEqualTo(deposits);
    }

    private void titlesAgree(View.AccountView view) {
        Map<Long, Long> found = new TreeMap<>();
        for (View.TitleView title : view.titles()) {
            found.put(title.hour(), title.lots());
            long offered = book.offers.stream()
                    .filter(offer -> offer.account == view.account() && offer.hour == title.hour())
                    .mapToLong(offer -> offer.lots)
                    .sum();
            assertThat(title.offeredLots()).as("%s", title).isEqualTo(offered).isLessThanOrEqualTo(title.lots());
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
        assertThat(view.phase()).isEqualTo(phase);
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
    List<Event.OrderEntered> firmOrders() {
        return orders.values().stream().map(order -> order.entered).toList();
    }

    long ownerOf(long orderId) {
        Order order = orders.get(orderId);
        return order != null ? order.entered.account() : bid(orderId).account;
    }
}
