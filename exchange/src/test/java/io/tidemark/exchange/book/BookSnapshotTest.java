package io.tidemark.exchange.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A book that is made again from its snapshot, and has forgotten what its buys remembered, trades as the one that goes on:
 * also where asks came to rest that nobody has looked at yet.
 */
class BookSnapshotTest {
    private static final int STEPS = 500;
    private static final long FIRST_HOUR = 500_000;
    private static final int HOURS = 12;
    private static final long BAND_TOP = 400;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("tidemark.books", 100));
    }

    /** What is done to both books; it finds its orders by their ids. */
    private interface Deed {
        void in(OrderBook book, List<String> trades);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aBookThatForgotTradesTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderBook goesOn = new OrderBook();
        OrderBook forgets = new OrderBook();
        List<String> trades = new ArrayList<>();
        List<String> tradesOfTheOther = new ArrayList<>();
        for (int id = 1; id <= STEPS; id++) {
            Deed deed = deed(id, random);
            deed.in(goesOn, trades);
            deed.in(forgets, tradesOfTheOther);
            assertThat(tradesOfTheOther).as("step %d", id).isEqualTo(trades);
            if (random.nextInt(10) == 0) {
                assertThat(forgets.save()).as("step %d", id).isEqualTo(goesOn.save());
                forgets = new OrderBook();
                forgets.load(goesOn.save());
            }
        }
        assertThat(trades).hasSizeGreaterThan(50);
    }

    private static Deed deed(long id, SplittableRandom random) {
        int hours = random.nextInt(3) == 0 ? 1 : random.nextInt(1, 6);
        DeliveryWindow window = new DeliveryWindow(FIRST_HOUR + random.nextInt(HOURS - hours + 1), hours);
        long lots = random.nextLong(1, 20);
        long group = random.nextLong(1, 6);
        long limit = random.nextLong(10, 30) * 10;
        boolean whole = random.nextInt(3) == 0;
        long other = random.nextLong(1, id + 1);
        int kind = random.nextInt(100);
        if (kind < 50) {
            return (book, trades) -> buy(book, new Buy(id, group, group, window, limit, whole, id, lots), trades);
        } else if (kind < 82) {
            return (book, trades) -> sell(book, asks(id, window, lots, limit, group), trades);
        } else if (kind < 86) {
            return (book, trades) -> asks(id, window, lots, limit, 0).forEach(book::rest);
        } else if (kind < 88) {
            return (book, trades) -> book.resumeSweep(fill -> trades.add(text(fill)));
        } else if (kind < 94) {
            return (book, trades) -> book.buys().stream()
                    .filter(buy -> buy.orderId() >= other)
                    .findFirst()
                    .ifPresent(book::remove);
        }
        return (book, trades) -> book.ladder(window.start()).stream()
                .filter(ask -> ask.orderId() >= other)
                .findFirst()
                .ifPresent(book::remove);
    }

    private static void buy(OrderBook book, Buy buy, List<String> trades) {
        Fill fill = book.sweep(buy, PriceBand.NONE);
        if (fill != null) {
            trades.add(text(fill));
        }
        if (buy.remaining() > 0) {
            book.rest(buy);
        }
    }

    private static List<Ask> asks(long id, DeliveryWindow window, long lots, long limit, long group) {
        return LongStream.range(window.start(), window.end())
                .mapToObj(hour -> new Ask(id, group, group, hour, limit, id, lots))
                .toList();
    }

    private static void sell(OrderBook book, List<Ask> asks, List<String> trades) {
        book.offer(OneSell.of(asks), PriceBand.upTo(BAND_TOP), false, new OrderBook.OfferListener() {
            @Override
            public void filled(Fill fill) {
                trades.add(text(fill));
            }

            @Override
            public void metItsGroup(Buy buy) {
                throw new AssertionError("it was to pass its group over: " + buy.orderId());
            }
        });
    }

    private static String text(Fill fill) {
        List<String> legs = fill.legs().stream()
                .map(leg -> leg.ask().orderId() + "/" + leg.ask().hour() + " " + leg.lots() + "@" + leg.ticks())
                .toList();
        return fill.buy().orderId() + " gets " + fill.lots() + " " + legs + " fell "
                + fill.selfMatched().size();
    }
}
