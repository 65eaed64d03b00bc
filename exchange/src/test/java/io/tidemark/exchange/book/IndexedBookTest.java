package io.tidemark.exchange.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.OrderBook.Offered;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 7 of the rulebook: the book that remembers why buys are blocked trades what the naive one trades. */
class IndexedBookTest {
    private static final int STEPS = 600;
    private static final long FIRST_HOUR = 500_000;
    private static final int HOURS = 20;
    private static final long BAND_TOP = 400;

    static LongStream seeds() {
        Long one = Long.getLong("tidemark.seed");
        return one == null ? LongStream.range(0, Integer.getInteger("tidemark.books", 300)) : LongStream.of(one);
    }

    /** Both books, moved in step. */
    private static final class Pair {
        final OrderBook indexed = new OrderBook();
        final NaiveBook naive = new NaiveBook();
        final List<String> tradesOfIndexed = new ArrayList<>();
        final List<String> tradesOfNaive = new ArrayList<>();
        final List<Long> buys = new ArrayList<>();
        final List<Long> sells = new ArrayList<>();
        final Map<Long, Buy> buysOfIndexed = new TreeMap<>();
        final Map<Long, List<Ask>> asksOfIndexed = new TreeMap<>();
        long lastId;

        private static String text(Fill fill) {
            List<String> legs = fill.legs().stream()
                    .map(leg -> leg.ask().orderId() + "/" + leg.ask().hour() + " " + leg.lots() + "@" + leg.ticks())
                    .toList();
            List<String> fallen = fill.selfMatched().stream()
                    .map(ask -> ask.orderId() + "/" + ask.hour())
                    .toList();
            return fill.buy().orderId() + " gets " + fill.lots() + " " + legs + " fell " + fallen;
        }

        void buy(DeliveryWindow window, long lots, long limit, long group, boolean aon, boolean rests) {
            long id = ++lastId;
            Buy one = new Buy(id, group, group, window, limit, aon, id, lots);
            Buy other = new Buy(id, group, group, window, limit, aon, id, lots);
            sweep(one);
            naive.sweep(other).ifPresent(fill -> tradesOfNaive.add(text(fill)));
            assertThat(one.remaining()).isEqualTo(other.remaining());
            if (rests && one.remaining() > 0) {
                indexed.rest(one);
                buysOfIndexed.put(id, one);
                naive.rest(other);
                buys.add(id);
            }
        }

        private List<Ask> asks(long id, DeliveryWindow window, long lots, long limit, long group) {
            return LongStream.range(window.start(), window.end())
                    .mapToObj(hour -> new Ask(id, group, group, hour, limit, id, lots))
                    .toList();
        }

        void sell(DeliveryWindow window, long lots, long limit, long group) {
            long id = ++lastId;
            List<Ask> asks = asks(id, window, lots, limit, group);
            asksOfIndexed.put(id, asks);
            Offered how =
                    indexed.offer(OneSell.of(asks), PriceBand.upTo(BAND_TOP), false, new OrderBook.OfferListener() {
                        @Override
                        public void filled(Fill fill) {
                            tradesOfIndexed.add(text(fill));
                        }

                        @Override
                        public void metItsGroup(Buy buy) {
                            throw new AssertionError("it was to pass its group over: " + buy.orderId());
                        }
                    });
            assertThat(how).isEqualTo(Offered.TRIED);
            naive.offer(asks(id, window, lots, limit, group), hour -> BAND_TOP, fill -> tradesOfNaive.add(text(fill)));
            sells.add(id);
        }

        /** As in a call: supply comes to rest, and then all buys are tried. */
        void supply(DeliveryWindow window, long lots, long limit) {
            long id = ++lastId;
            List<Ask> asks = asks(id, window, lots, limit, 0);
            asksOfIndexed.put(id, asks);
            asks.forEach(indexed::rest);
            asks(id, window, lots, limit, 0).forEach(naive::rest);
            indexed.resumeSweep(fill -> tradesOfIndexed.add(text(fill)));
            naive.resumeSweep(fill -> tradesOfNaive.add(text(fill)));
            sells.add(id);
        }

        void cancelBuy(long id) {
            Buy buy = known(buysOfIndexed, id);
            assertThat(buy.isInBook()).isEqualTo(naive.removeBuy(id).isPresent());
            indexed.remove(buy);
        }

        void cancelSell(long id) {
            List<Ask> resting =
                    known(asksOfIndexed, id).stream().filter(Ask::isInBook).toList();
            assertThat(resting).hasSameSizeAs(naive.removeAsks(id));
            resting.forEach(indexed::remove);
        }

        void reduceBuy(long id, SplittableRandom random) {
            Buy buy = known(buysOfIndexed, id);
            if (!buy.isInBook() || buy.remaining() < 2) {
                return;
            }
            long lots = random.nextLong(1, buy.remaining());
            Buy twin = naive.buys().stream()
                    .filter(other -> other.orderId() == id)
                    .findFirst()
                    .orElseThrow();
            indexed.reduce(buy, lots);
            twin.fill(lots);
            sweep(buy);
            naive.sweep(twin).ifPresent(fill -> tradesOfNaive.add(text(fill)));
        }

        private void sweep(Buy buy) {
            Fill fill = indexed.sweep(buy, PriceBand.NONE);
            if (fill != null) {
                tradesOfIndexed.add(text(fill));
            }
        }

        private static <T> T known(Map<Long, T> map, long id) {
            return Objects.requireNonNull(map.get(id));
        }

        void compare() {
            assertThat(tradesOfIndexed).isEqualTo(tradesOfNaive);
            assertThat(indexed.buys().stream().map(buy -> buy.orderId() + " " + buy.remaining()))
                    .isEqualTo(naive.buys().stream()
                            .map(buy -> buy.orderId() + " " + buy.remaining())
                            .toList());
            for (long hour = FIRST_HOUR; hour < FIRST_HOUR + HOURS; hour++) {
                assertThat(indexed.ladder(hour).stream().map(Pair::text))
                        .isEqualTo(naive.ladder(hour).stream().map(Pair::text).toList());
            }
        }

        private static String text(Ask ask) {
            return ask.orderId() + " " + ask.remaining() + "@" + ask.limit();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothBooksTradeTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pair pair = new Pair();
        long grain = random.nextBoolean() ? 1 : 10;
        for (int step = 0; step < STEPS; step++) {
            int length = random.nextInt(3) == 0 ? 1 : random.nextInt(1, 9);
            long start = FIRST_HOUR + random.nextInt(HOURS - length + 1);
            DeliveryWindow window = new DeliveryWindow(start, length);
            long lots = random.nextLong(1, 20);
            long group = random.nextLong(1, 6);
            int kind = random.nextInt(100);
            if (kind < 48) {
                long limit = random.nextLong(100, 260) / grain * grain;
                pair.buy(window, lots, limit, group, random.nextInt(3) == 0, random.nextInt(6) > 0);
            } else if (kind < 80) {
                pair.sell(window, lots, random.nextLong(120, 320) / grain * grain, group);
            } else if (kind < 84) {
                pair.supply(window, lots, random.nextLong(120, 320) / grain * grain);
            } else if (kind < 90 && !pair.buys.isEmpty()) {
                pair.cancelBuy(pair.buys.get(random.nextInt(pair.buys.size())));
            } else if (kind < 95 && !pair.sells.isEmpty()) {
                pair.cancelSell(pair.sells.get(random.nextInt(pair.sells.size())));
            } else if (!pair.buys.isEmpty()) {
                pair.reduceBuy(pair.buys.get(random.nextInt(pair.buys.size())), random);
            }
        }
        pair.compare();
        assertThat(pair.tradesOfIndexed).hasSizeGreaterThan(50);
    }
}
