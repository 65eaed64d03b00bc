package io.tidemark.exchange.pool;

import io.tidemark.exchange.auction.CallAuction;
import io.tidemark.exchange.auction.CallResult;
import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.pool.View.TitleView;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers questions about a pool: its hours, its book and its accounts; those about orders go to {@link OrderReader}, those
 * about what an order would do to {@link QuoteReader}. Reads only.
 */
final class PoolReader {
    private final PoolState state;
    private final SpotDesk spot;
    private final PhaseDesk phases;
    private final DamagesDesk damages;
    private final BalanceCheck balance;
    private final QuoteReader quotes;
    private final OrderReader orders;

    PoolReader(
            PoolState state,
            OrderDesk orders,
            SpotDesk spot,
            PhaseDesk phases,
            ClientIds clientIds,
            DamagesDesk damages) {
        this.state = state;
        this.spot = spot;
        this.phases = phases;
        this.damages = damages;
        this.balance = new BalanceCheck(state, orders, spot);
        this.quotes = new QuoteReader(state, phases);
        this.orders = new OrderReader(state, orders, spot, phases, clientIds);
    }

    View answer(Query query) {
        if (query instanceof Query.PoolStatus) {
            return pool();
        } else if (query instanceof Query.HoursFrom hours) {
            return hours(hours);
        } else if (query instanceof Query.QuoteFor quote) {
            return quotes.quote(quote);
        } else if (query instanceof Query.OrderOf order) {
            return orders.order(order);
        } else if (query instanceof Query.OrderByClientId order) {
            return orders.order(order);
        } else if (query instanceof Query.OrdersOf of) {
            return orders.orders(of);
        } else if (query instanceof Query.AccountOf account) {
            return account(account.account());
        } else if (query instanceof Query.Wallets) {
            return wallets();
        } else if (query instanceof Query.DueIn due) {
            return new View.DueView(state.deliveries(due.hour()));
        } else if (query instanceof Query.OpenOrders) {
            return orders.countOpen();
        } else if (query instanceof Query.Indicative) {
            return indicative();
        } else if (query instanceof Query.WhatWouldFill wanted) {
            return quotes.counterfactual(wanted);
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
                spot.bids().runningLots(),
                spot.notices().lots(),
                spot.hour().idleLots(),
                spot.hour().price().orElse(0L),
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
