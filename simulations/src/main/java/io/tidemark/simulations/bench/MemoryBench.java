package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.simulations.random.NamedStreams;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What a resting order takes of the heap: its record, its place in the book, its hold and what is remembered of its client
 * order id. Accounts, wallets and titles are there before and do not count.
 */
public final class MemoryBench {
    private static final int HOURS = 168;
    private static final int ACCOUNTS = 32;
    private static final long FIRST_ACCOUNT = 2;
    private static final long CASH = 100_000_000_000_000_000L;
    private static final int LONGEST_BLOCK = 24;
    private static final int COLLECTIONS = 3;
    private static final int STEP = 1 << 10;

    private final long seed;
    private final Progress progress;

    /** @param progress hears of orders */
    public MemoryBench(long seed, Progress progress) {
        this.seed = seed;
        this.progress = progress;
    }

    /** Bytes for each of so many single-hour orders: one half sells, the other half buys, all far from each other. */
    public long bytesPerHourOrder(int orders) {
        long titles = orders / (HOURS * ACCOUNTS) + 1L;
        BenchMarket market = new BenchMarket(MarketRules.standard(), HOURS, titles * ACCOUNTS);
        for (int hour = 0; hour < HOURS; hour++) {
            market.offer(market.firstHour() + hour, titles * ACCOUNTS);
        }
        market.trade();
        accounts(market);
        for (int i = 0; i < ACCOUNTS; i++) {
            for (int hour = 0; hour < HOURS; hour++) {
                market.getTitles(FIRST_ACCOUNT + i, market.firstHour() + hour, titles);
            }
        }
        UniformRandomProvider random = new NamedStreams(seed).stream("bench/memory", 1);
        int sells = orders / 2;
        return bytesPerOrder(market, orders, i -> {
            long hour = market.firstHour() + i % HOURS;
            // An account sells one lot of an hour after the other until all hours had their turn.
            long account = FIRST_ACCOUNT + i / HOURS % ACCOUNTS;
            boolean sell = i < sells;
            long price = Prices.around(Prices.fair(hour), sell ? 120 : 50, sell ? 180 : 80, random);
            return order(i, account, sell ? Side.SELL : Side.BUY, new DeliveryWindow(hour, 1), price, false);
        });
    }

    /** Bytes for each of so many buys of 2 to 24 hours, 70 % of them all-or-none. */
    public long bytesPerBlock(int orders) {
        BenchMarket market = new BenchMarket(MarketRules.standard(), HOURS, 1);
        market.trade();
        accounts(market);
        UniformRandomProvider random = new NamedStreams(seed).stream("bench/memory", 2);
        return bytesPerOrder(market, orders, i -> {
            int hours = random.nextInt(2, LONGEST_BLOCK + 1);
            long start = market.firstHour() + random.nextInt(HOURS - hours + 1);
            long price = Prices.around(Prices.fair(start, hours), 50, 100, random);
            boolean allOrNone = random.nextInt(10) < 7;
            return order(i, FIRST_ACCOUNT + i % ACCOUNTS, Side.BUY, new DeliveryWindow(start, hours), price, allOrNone);
        });
    }

    private interface Orders {
        SubmitOrder order(int i);
    }

    private static SubmitOrder order(
            int i, long account, Side side, DeliveryWindow window, long limit, boolean allOrNone) {
        return new SubmitOrder(account, "m" + i, side, window, 1, limit, TimeInForce.GTC, allOrNone);
    }

    private static void accounts(BenchMarket market) {
        for (int i = 0; i < ACCOUNTS; i++) {
            market.account(FIRST_ACCOUNT + i, CASH);
        }
    }

    private long bytesPerOrder(BenchMarket market, int orders, Orders made) {
        long before = used();
        for (int i = 0; i < orders; i++) {
            market.done(made.order(i));
            if (i % STEP == STEP - 1) {
                progress.step(STEP);
            }
        }
        long bytes = used() - before;
        // Asked last, so that nothing of the engine is collected before.
        View.OpenOrdersView open = (View.OpenOrdersView) market.engine().answer(new Query.OpenOrders());
        if (open.firm() != orders) {
            throw new IllegalStateException(open.firm() + " orders rest and not " + orders);
        }
        return Math.max(0, bytes) / orders;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
