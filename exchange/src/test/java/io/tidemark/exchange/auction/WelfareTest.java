package io.tidemark.exchange.auction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * What the simple rule of the call costs: its gains from trade against the greatest there are, and those of first come,
 * first served. {@code -Dtidemark.welfare=1000} measures on so many books of each kind, and prints what it found.
 */
class WelfareTest {
    private static final int BOOKS = Integer.getInteger("tidemark.welfare", 0);

    @Test
    void theCallReachesMostOfTheGreatestGainsOfSmallBooks() {
        Measured small = new Measured("3 to 12 buys, 1 to 6 hours, of the optimum");
        for (long seed = 1; seed <= (BOOKS > 0 ? BOOKS : 500); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomBooks shape = RandomBooks.scarce(random.nextInt(3, 13), random.nextInt(1, 7), 3);
            small.add(shape, seed, GreatestGains.of(shape.book(seed)));
        }
        assertThatMostIsReached(small);
    }

    @Test
    void theCallReachesMostOfTheGreatestGainsOfFifteenBuys() {
        assertThatMostIsReached(measured("15 buys, 8 hours, of the optimum", 15, 8, 100, GreatestGains::of));
    }

    @Test
    void theCallReachesMostOfWhatFiftyBuysMightGain() {
        assertThatMostIsReached(measured("50 buys, 12 hours, of the bound", 50, 12, 100, GreatestGains::bound));
    }

    @Test
    void theCallReachesMostOfWhatThreeHundredBuysMightGain() {
        assertThatMostIsReached(measured("300 buys, 24 hours, of the bound", 300, 24, 10, GreatestGains::bound));
    }

    private static Measured measured(String what, int buys, int hours, int books, ToLongFunction<OrderBook> most) {
        Measured measured = new Measured(what);
        RandomBooks shape = RandomBooks.scarce(buys, hours, 6);
        for (long seed = 1; seed <= (BOOKS > 0 ? BOOKS : books); seed++) {
            measured.add(shape, seed, most.applyAsLong(shape.book(seed)));
        }
        return measured;
    }

    /** The floor lies well below what was measured, and above what a rule that has lost its way would reach. */
    private static void assertThatMostIsReached(Measured measured) {
        if (BOOKS > 0) {
            System.out.println(measured);
        }
        assertThat(measured.highest()).isLessThanOrEqualTo(1);
        assertThat(measured.call.mean()).isGreaterThan(0.88);
        assertThat(measured.callAndSweep.mean()).isGreaterThan(0.90);
        assertThat(measured.firstCome.mean()).isLessThan(0.85);
    }

    @Test
    void theSearchFindsWhatTryingEverythingFinds() {
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int hours = random.nextInt(1, 5);
            OrderBook book = new RandomBooks(hours, random.nextInt(1, 6), hours, 60, 3, 3, 200, 1, 0).book(seed);
            long everything = tryEverything(book, book.buys(), new ArrayList<>());
            assertThat(GreatestGains.of(book)).as("seed %d", seed).isEqualTo(everything);
            assertThat(GreatestGains.bound(book)).as("seed %d", seed).isGreaterThanOrEqualTo(everything);
        }
    }

    /** Changes the book: what was left out of the call is then tried as if it came now. */
    private static long gainsOfCallAndSweep(OrderBook book) {
        List<Fill> fills = new ArrayList<>(CallAuction.uncross(book).fills());
        fills.forEach(book::execute);
        book.resumeSweep(fills::add);
        return gains(fills);
    }

    /** The same orders as they came, each against what was left by those before it. */
    private static long gainsOfFirstCome(OrderBook book) {
        OrderBook continuous = new OrderBook();
        for (long hour : book.hoursOffered()) {
            for (Ask ask : book.ladder(hour)) {
                continuous.rest(new Ask(
                        ask.orderId(), ask.account(), ask.group(), hour, ask.limit(), ask.sequence(), ask.remaining()));
            }
        }
        return gains(book.buys().stream()
                .sorted(Comparator.comparingLong(Buy::sequence))
                .map(buy -> continuous.sweep(buy.as(buy.limit(), buy.allOrNone())))
                .flatMap(Optional::stream)
                .toList());
    }

    private static long gains(List<Fill> fills) {
        long gains = 0;
        for (Fill fill : fills) {
            gains += fill.buy().stripLimit() * fill.lots();
            for (Leg leg : fill.legs()) {
                gains -= leg.ask().limit() * leg.lots();
            }
        }
        return gains;
    }

    private static long tryEverything(OrderBook book, List<Buy> open, List<Long> lots) {
        if (lots.size() == open.size()) {
            return gains(book, open, lots);
        }
        Buy buy = open.get(lots.size());
        long best = Long.MIN_VALUE;
        for (long tried = 0; tried <= buy.remaining(); tried += buy.allOrNone() ? buy.remaining() : 1) {
            lots.add(tried);
            best = Math.max(best, tryEverything(book, open, lots));
            lots.remove(lots.size() - 1);
        }
        return best;
    }

    private static long gains(OrderBook book, List<Buy> buys, List<Long> lots) {
        long gains = 0;
        for (int i = 0; i < buys.size(); i++) {
            gains += buys.get(i).stripLimit() * lots.get(i);
        }
        for (long hour : book.hoursOffered()) {
            long needed = 0;
            for (int i = 0; i < buys.size(); i++) {
                needed += buys.get(i).window().contains(hour) ? lots.get(i) : 0;
            }
            for (Ask ask : book.ladder(hour)) {
                long taken = Math.min(needed, ask.remaining());
                gains -= taken * ask.limit();
                needed -= taken;
            }
            if (needed > 0) {
                return Long.MIN_VALUE;
            }
        }
        return gains;
    }

    /** Three ways to deal with the same books. */
    private static final class Measured {
        private final String what;
        private final Shares call = new Shares();
        private final Shares callAndSweep = new Shares();
        private final Shares firstCome = new Shares();

        Measured(String what) {
            this.what = what;
        }

        void add(RandomBooks shape, long seed, long most) {
            OrderBook book = shape.book(seed);
            call.add(gains(CallAuction.uncross(book).fills()), most);
            firstCome.add(gainsOfFirstCome(book), most);
            callAndSweep.add(gainsOfCallAndSweep(book), most);
        }

        double highest() {
            return Math.max(call.highest(), Math.max(callAndSweep.highest(), firstCome.highest()));
        }

        @Override
        public String toString() {
            return "%s%n  call                     %s%n  call and resume sweep    %s%n  first come, first served %s"
                    .formatted(what, call, callAndSweep, firstCome);
        }
    }

    /** Gains as shares of the most that was there, book by book; books without any are passed over. */
    private static final class Shares {
        private final List<Double> shares = new ArrayList<>();

        void add(long gains, long most) {
            if (most > 0) {
                shares.add((double) gains / most);
            }
        }

        double mean() {
            return shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        double highest() {
            return shares.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }

        @Override
        public String toString() {
            List<Double> sorted = shares.stream().sorted().toList();
            return "mean %.3f, a tenth of the books below %.3f, least %.3f, %d books"
                    .formatted(mean(), sorted.get(sorted.size() / 10), sorted.get(0), sorted.size());
        }
    }
}
