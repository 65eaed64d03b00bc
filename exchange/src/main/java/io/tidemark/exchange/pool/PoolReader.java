package io.tidemark.exchange.pool;

import io.tidemark.exchange.auction.CallAuction;
import io.tidemark.exchange.auction.CallResult;
import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.PriceBand;
import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.book.Walk;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Query.OrderKind;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.LeaseView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.pool.View.QuoteView;
import io.tidemark.exchange.pool.View.TitleView;
import io.tidemark.exchange.pool.View.WhyNot;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers questions about a pool. Reads only. */
final class PoolReader {
    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;
    private final PhaseDesk phases;
    private final ClientIds clientIds;
    private final DamagesDesk damages;
    private final BalanceCheck balance;

    PoolReader(
            PoolState state,
            OrderDesk orders,
            SpotDesk spot,
            PhaseDesk phases,
            ClientIds clientIds,
            DamagesDesk damages) {
        this.state = state;
        this.orders = orders;
        this.spot = spot;
        this.phases = phases;
        this.clientIds = clientIds;
        this.damages = damages;
        this.balance = new BalanceCheck(state, orders, spot);
    }

    View answer(Query query) {
        if (query instanceof Query.PoolStatus) {
            return pool();
        } else if (query instanceof Query.HoursFrom hours) {
            return hours(hours);
        } else if (query instanceof Query.QuoteFor quote) {
            return quote(quote);
        } else if (query instanceof Query.OrderOf order) {
            return order(order.account(), order.orderId());
        } else if (query instanceof Query.OrderByClientId order) {
            int known = clientIds.find(order.account(), order.clientOrderId());
            return known == ClientIds.NONE ? new View.Nothing() : order(order.account(), clientIds.orderId(known));
        } else if (query instanceof Query.OrdersOf of) {
            return ordersOf(of);
        } else if (query instanceof Query.AccountOf account) {
            return account(account.account());
        } else if (query instanceof Query.Wallets) {
            return wallets();
        } else if (query instanceof Query.DueIn due) {
            return new View.DueView(state.deliveries(due.hour()));
        } else if (query instanceof Query.OpenOrders) {
            return new View.OpenOrdersView(orders.open(), spot.bids().open().size());
        } else if (query instanceof Query.Indicative) {
            return indicative();
        } else if (query instanceof Query.WhatWouldFill wanted) {
            return counterfactual(wanted);
        } else if (query instanceof Query.Balance) {
            return balance.check();
        } else if (query instanceof Query.Book) {
            return book();
        } else if (query instanceof Query.HouseFunds) {
            return houseFunds();
        }
        throw new IllegalStateException("no such query: " + query);
    }

    private PoolView pool() {
        long hour = state.runningHour();
        long end = phases.callEnd();
        return new PoolView(
                state.now,
                state.phase,
                phases.reason(),
                end == Long.MAX_VALUE ? 0 : end,
                state.firstOpenHour,
                state.listedUntil,
                state.capacityOf(hour),
                state.clearing.sold(hour),
                spot.runningLots(),
                spot.noticedLots(),
                spot.idleLots(),
                spot.price().orElse(0L),
                state.sheet,
                state.rules);
    }

    private HoursView hours(Query.HoursFrom query) {
        List<HourView> views = new ArrayList<>();
        // Looked up, never walked: the order of a hash map reaches no output.
        Map<Long, List<Buy>> singles = state.book.buys().stream()
                .filter(buy -> buy.window().hours() == 1)
                .collect(Collectors.groupingBy(buy -> buy.window().start()));
        long until = Math.min(query.fromHour() + query.hours(), state.listedUntil);
        for (long hour = query.fromHour(); hour < until; hour++) {
            List<Ask> ladder = state.book.ladder(hour);
            List<Tranche> asks = levels(ladder.stream().map(ask -> new Tranche(ask.limit(), ask.remaining())), false);
            List<Tranche> bids = levels(
                    singles.getOrDefault(hour, List.of()).stream()
                            .map(buy -> new Tranche(buy.limit(), buy.remaining())),
                    true);
            views.add(new HourView(
                    hour,
                    stateOf(hour),
                    state.capacityOf(hour),
                    state.clearing.minted(hour),
                    state.clearing.sold(hour),
                    shortLots(hour),
                    state.reference(hour),
                    state.index.of(hour),
                    asks.isEmpty() ? 0 : asks.get(0).ticks(),
                    asks,
                    bids));
        }
        return new HoursView(views);
    }

    private long shortLots(long hour) {
        return hour < state.runningHour() ? 0 : Math.max(0, state.clearing.sold(hour) - state.capacityOf(hour));
    }

    private HourState stateOf(long hour) {
        if (hour >= state.firstOpenHour) {
            return HourState.LISTED;
        } else if (hour > state.runningHour()) {
            return HourState.GATED;
        }
        return hour == state.runningHour() ? HourState.DELIVERING : HourState.OVER;
    }

    private View.BookView book() {
        List<View.RestingView> asks = new ArrayList<>();
        for (long hour : state.book.hoursOffered()) {
            for (Ask ask : state.book.ladder(hour)) {
                DeliveryWindow window = new DeliveryWindow(hour, 1);
                asks.add(new View.RestingView(window, ask.limit(), ask.orderId(), ask.account(), ask.remaining()));
            }
        }
        List<View.RestingView> buys = new ArrayList<>();
        for (Buy buy : state.book.buys()) {
            buys.add(new View.RestingView(buy.window(), buy.limit(), buy.orderId(), buy.account(), buy.remaining()));
        }
        return new View.BookView(asks, buys);
    }

    private static List<Tranche> levels(Stream<Tranche> offers, boolean dearestFirst) {
        NavigableMap<Long, Long> lots = new TreeMap<>();
        offers.forEach(offer -> lots.merge(offer.ticks(), offer.lots(), Long::sum));
        List<Tranche> levels = new ArrayList<>();
        (dearestFirst ? lots.descendingMap() : lots).forEach((ticks, count) -> levels.add(new Tranche(ticks, count)));
        return levels;
    }

    // ---- quotes

    private QuoteView quote(Query.QuoteFor query) {
        QuoteView best = quoteAt(query, query.window().start());
        for (long start = query.window().start() + 1; start <= query.latestStart(); start++) {
            QuoteView candidate = quoteAt(query, start);
            if (isBetter(candidate, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** More lots first, then the lower cost; among equals the earlier start, because it was tried first. */
    private static boolean isBetter(QuoteView candidate, QuoteView best) {
        return candidate.fillableLots() != best.fillableLots()
                ? candidate.fillableLots() > best.fillableLots()
                : candidate.fillableLots() > 0 && candidate.cost() < best.cost();
    }

    private QuoteView quoteAt(Query.QuoteFor query, long start) {
        DeliveryWindow window = new DeliveryWindow(start, query.window().hours());
        long limit = query.limit() > 0 ? query.limit() : state.sheet.bandHigh();
        Buy buy = new Buy(
                0,
                query.account(),
                state.groupOf(query.account()),
                window,
                limit,
                query.allOrNone(),
                Long.MAX_VALUE,
                query.lots());
        Walk walk = state.book.walk(buy, PriceBand.NONE);
        long lots = walk.lots();
        long ticks = walk.cost();
        long cost = state.pool.lotHourMoney(ticks, 1);
        Tier tier = state.sheet.tierOf(state.groups.standing(state.groupOf(query.account())), state.now);
        int bps = tier.largestFeeBps();
        long lotHours = query.lots() * window.hours();
        long hold = query.limit() > 0
                ? state.pool.lotHourMoney(limit, lotHours) + state.pool.lotHourFee(limit, lotHours, bps)
                : cost + state.pool.lotHourFee(ticks, 1, bps);
        return new QuoteView(
                window,
                query.lots(),
                lots,
                cost,
                state.pool.lotHourFee(ticks, 1, tier.takerBps()),
                hold,
                phaseHolds().or(() -> Obstacle.toAll(state.book, buy)));
    }

    private View.IndicativeView indicative() {
        if (state.phase != Phase.CALL) {
            return new View.IndicativeView(state.phase, CallReason.NONE, 0, List.of());
        }
        CallResult result = CallAuction.uncross(state.book);
        List<View.IndicativeHour> hours = new ArrayList<>();
        result.prices().forEach((hour, ticks) -> {
            long lots = result.fills().stream()
                    .filter(fill -> fill.buy().window().contains(hour))
                    .mapToLong(Fill::lots)
                    .sum();
            long offered = state.book.ladder(hour).stream()
                    .filter(ask -> ask.limit() <= ticks)
                    .mapToLong(Ask::remaining)
                    .sum();
            hours.add(new View.IndicativeHour(hour, ticks, lots, Math.max(0, offered - lots)));
        });
        return new View.IndicativeView(state.phase, phases.reason(), phases.callEnd(), hours);
    }

    private View.CounterfactualView counterfactual(Query.WhatWouldFill wanted) {
        Buy buy = new Buy(
                0,
                wanted.account(),
                state.groupOf(wanted.account()),
                wanted.window(),
                wanted.limit(),
                wanted.allOrNone(),
                Long.MAX_VALUE,
                wanted.lots());
        return new Counterfactual(state).of(buy);
    }

    private Optional<WhyNot> whyNot(Buy buy) {
        return phaseHolds().or(() -> Obstacle.to(state.book, buy));
    }

    private Optional<WhyNot> phaseHolds() {
        if (state.phase == Phase.CONTINUOUS) {
            return Optional.empty();
        }
        long end = phases.callEnd();
        return Optional.of(new WhyNot.PhaseHolds(state.phase, end == Long.MAX_VALUE ? 0 : end));
    }

    // ---- orders and bids

    private View order(long account, long orderId) {
        Optional<View> order =
                Optional.ofNullable(orders.find(account, orderId)).map(this::view);
        return order.or(() -> spot.bids().find(account, orderId).map(this::view))
                .orElseGet(View.Nothing::new);
    }

    /** Cuts the page first and looks closer only at what is on it. */
    private OrdersView ordersOf(Query.OrdersOf query) {
        NavigableMap<Long, Supplier<OrderView>> page = new TreeMap<>(Comparator.reverseOrder());
        if (query.kind() != OrderKind.SPOT) {
            orders.ofAccount(query.account(), query.openOnly())
                    .newestBefore(
                            query.after(),
                            orders.find(query.account(), query.after()),
                            record -> record.enteredAt() <= query.enteredBy(),
                            query.limit())
                    .forEach(record -> page.put(record.id(), () -> view(record)));
        }
        if (query.kind() != OrderKind.FIRM) {
            spot.bids()
                    .ofAccount(query.account(), query.openOnly())
                    .newestBefore(
                            query.after(),
                            spot.bids().find(query.account(), query.after()).orElse(null),
                            bid -> bid.enteredAt <= query.enteredBy(),
                            query.limit())
                    .forEach(bid -> page.put(bid.id, () -> view(bid)));
        }
        return new OrdersView(
                page.values().stream().limit(query.limit()).map(Supplier::get).toList());
    }

    private OrderView view(OrderRecord record) {
        Optional<WhyNot> why =
                Optional.ofNullable(record.restingBuy()).flatMap(this::whyNot).or(record::whyNotAtOnce);
        return new OrderView(
                record.id(),
                record.clientOrderId(),
                record.side(),
                Optional.of(record.window()),
                record.lots(),
                record.limit(),
                record.timeInForce(),
                record.isAllOrNone(),
                record.isAtMarket(),
                record.expiresAt(),
                record.isPostOnly(),
                record.selfMatch(),
                record.enteredAt(),
                record.filledLots(),
                record.value(),
                record.hold(),
                status(record.closeReason()),
                List.copyOf(record.fills()),
                Optional.empty(),
                why);
    }

    private OrderView view(SpotBid bid) {
        LeaseView lease = new LeaseView(
                bid.runningLots(),
                bid.meter().handedOverLots(),
                bid.startedAt(),
                spot.price().orElse(0L),
                spot.notices().lotsOf(bid.id),
                spot.notices().firstEndOf(bid.id),
                bid.noticeSeconds(),
                bid.award());
        return new OrderView(
                bid.id,
                bid.bid.clientOrderId(),
                Side.BUY,
                Optional.empty(),
                bid.bid.lots(),
                bid.bid.maxTicks(),
                TimeInForce.GTC,
                bid.bid.gang(),
                false,
                0,
                false,
                SelfMatch.CANCEL_RESTING,
                bid.enteredAt,
                bid.runningLots(),
                bid.paidSoFar(),
                bid.nextHold() + bid.hourHold(),
                status(bid.closeReason()),
                List.of(),
                lease.lots() + lease.noticedLots() > 0 ? Optional.of(lease) : Optional.empty(),
                whyNot(bid));
    }

    private Optional<WhyNot> whyNot(SpotBid bid) {
        long missing = bid.bid.lots() - bid.runningLots();
        if (!bid.isOpen() || missing == 0) {
            return Optional.empty();
        }
        long ticks = spot.price().orElse(0L);
        if (ticks > bid.bid.maxTicks()) {
            return Optional.of(new WhyNot.SpotPriceAbove(bid.bid.maxTicks(), ticks));
        }
        long needed = bid.bid.gang() ? missing : 1;
        long idle = spot.idleLots();
        long offered = spot.offeredLots();
        if (offered < Math.min(idle, needed)) {
            return Optional.of(new WhyNot.ReserveAbove(offered, needed, ticks, spot.reserveOf(needed)));
        }
        return Optional.of(new WhyNot.NoIdleLots(idle, needed));
    }

    private static String status(Event.@Nullable CloseReason closed) {
        return closed == null ? "OPEN" : closed.name();
    }

    // ---- accounts

    private View wallets() {
        List<AccountView> wallets = new ArrayList<>();
        for (long account : state.clearing.accounts()) {
            Wallet wallet = state.clearing.wallet(account);
            wallets.add(view(account, wallet, List.of()));
        }
        return new View.WalletsView(wallets, state.clearing.fees());
    }

    private View houseFunds() {
        return new View.HouseFundsView(
                state.clearing.wallet(Clearing.OPERATOR).free(),
                state.clearing.wallet(Clearing.DAMAGES).free(),
                damages.owed().stream()
                        .map(debt -> new View.OwedView(debt.account(), debt.amount(), debt.hour(), debt.parcel()))
                        .toList());
    }

    private View account(long account) {
        if (!state.clearing.knows(account)) {
            return new View.Nothing();
        }
        Wallet wallet = state.clearing.wallet(account);
        List<TitleView> titles = new ArrayList<>();
        for (long hour : state.clearing.hours()) {
            long held = state.clearing.held(account, hour);
            if (held > 0) {
                titles.add(new TitleView(hour, held, held - state.clearing.freeTitles(account, hour)));
            }
        }
        return view(account, wallet, titles);
    }

    private AccountView view(long account, Wallet wallet, List<TitleView> titles) {
        long traded = state.groups.standing(state.groupOf(account)).lotHours(state.now);
        return new AccountView(
                account, wallet.free(), wallet.held(), wallet.escrow(), titles, traded, state.sheet.tierAt(traded) + 1);
    }
}
