package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.SplittableRandom;

/**
 * Books to call, by the seed: the same shape and seed, the same book. Ladders are steep, and prices are coarse where
 * {@code tick} is, so that many orders meet at one price.
 *
 * @param hours how many hours are listed
 * @param buys how many buys rest
 * @param longestWindow windows are of 1 to so many hours, as far as the hours reach
 * @param allOrNonePercent how many in a hundred buys are all-or-none
 * @param mostLots a buy wants 1 to so many lots
 * @param asks how many asks an hour has
 * @param scarcity lots wanted for every hundred offered, over all hours
 * @param tick what every price is a multiple of
 * @param sharedGroups how many groups stand on both sides; none if 0
 */
record RandomBooks(
        int hours,
        int buys,
        int longestWindow,
        int allOrNonePercent,
        int mostLots,
        int asks,
        int scarcity,
        int tick,
        int sharedGroups) {
    static final long FIRST_HOUR = 490_000;

    /** Buyers bid 1.00 to 4.00, sellers ask 0.60 to 3.60: many who want in can pay, and many cannot. */
    private static final int LEAST_LIMIT = 100;

    private static final int LEAST_ASK = 60;
    private static final long SPREAD = 300;

    /** A gang market: windows of any length that is listed, seven in ten all-or-none, two lots wanted for one. */
    static RandomBooks scarce(int buys, int hours, int asks) {
        return new RandomBooks(hours, buys, hours, 70, 8, asks, 200, 1, 0);
    }

    OrderBook book(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderBook book = new OrderBook();
        long id = 0;
        long wanted = 0;
        for (int i = 0; i < buys; i++) {
            int length = random.nextInt(1, Math.min(longestWindow, hours) + 1);
            long start = FIRST_HOUR + random.nextInt(hours - length + 1);
            long lots = random.nextLong(1, mostLots + 1);
            boolean allOrNone = random.nextInt(100) < allOrNonePercent;
            id++;
            book.rest(new Buy(
                    id,
                    id,
                    group(random, id),
                    new DeliveryWindow(start, length),
                    price(random, LEAST_LIMIT),
                    allOrNone,
                    id,
                    lots));
            wanted += lots * length;
        }
        long lotsPerAsk = Math.max(1, wanted * 100 / scarcity / ((long) hours * asks));
        for (int i = 0; i < asks; i++) {
            id++;
            long group = group(random, id);
            for (long hour = FIRST_HOUR; hour < FIRST_HOUR + hours; hour++) {
                long lots = random.nextLong(1, 2 * lotsPerAsk);
                book.rest(new Ask(id, id, group, hour, price(random, LEAST_ASK), id, lots));
            }
        }
        return book;
    }

    private long price(SplittableRandom random, long least) {
        long ticks = least + random.nextLong(SPREAD);
        return ticks - ticks % tick;
    }

    private long group(SplittableRandom random, long id) {
        return sharedGroups > 0 && random.nextInt(4) == 0 ? 1 + random.nextInt(sharedGroups) : 1_000_000 + id;
    }
}
