package io.tidemark.exchange.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.OrderBook.Offered;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Section 3 of the rulebook: asks of an hour by price, then sequence, whatever the prices and however many the hours. */
class LaddersTest {
    private static final long H = 500_000;

    private final OrderBook book = new OrderBook();
    private final List<Fill> fills = new ArrayList<>();
    private long lastId;

    private Ask ask(long hour, long lots, long ticks) {
        long id = ++lastId;
        Ask ask = new Ask(id, id, id, hour, ticks, id, lots);
        book.rest(ask);
        return ask;
    }

    private Buy buy(long start, int hours, long lots, long limit, boolean allOrNone) {
        long id = ++lastId;
        return new Buy(id, id, id, new DeliveryWindow(start, hours), limit, allOrNone, id, lots);
    }

    private Buy bid(long hour, long lots, long limit) {
        Buy bid = buy(hour, 1, lots, limit, false);
        book.rest(bid);
        return bid;
    }

    /** An all-or-none bid that was tried and rests. */
    private Buy wanted(long lots, long limit) {
        Buy whole = buy(H, 1, lots, limit, true);
        assertThat(book.sweep(whole, PriceBand.NONE)).isNull();
        book.rest(whole);
        return whole;
    }

    private Offered sell(long hour, long lots, long ticks, PriceBand band) {
        long id = ++lastId;
        return book.offer(new Ask(id, id, id, hour, ticks, id, lots), band, false, new OrderBook.OfferListener() {
            @Override
            public void filled(Fill fill) {
                fills.add(fill);
            }

            @Override
            public void metItsGroup(Buy buy) {
                throw new AssertionError("nobody is in its group");
            }
        });
    }

    private List<Long> asks() {
        return book.ladder(H).stream().map(Ask::limit).toList();
    }

    private List<Long> bids() {
        return book.bids(H).stream().map(Buy::limit).toList();
    }

    /** From a cent to the highest price that a band may allow. */
    private static final long[] FAR_APART = {
        1, 63, 64, 65, 1_023, 1_024, 5_000, 65_535, 65_536, 70_000, 999_999, 1_000_000
    };

    @Test
    void pricesThatLieFarApartStandInTheirOrderWhicheverComesFirst() {
        for (int step : new int[] {1, 5, 7, 11}) {
            OrderBook fresh = new OrderBook();
            for (int i = 0; i < FAR_APART.length; i++) {
                long ticks = FAR_APART[i * step % FAR_APART.length];
                fresh.rest(new Ask(i, i, i, H, ticks, i, 1));
                fresh.rest(new Buy(i, i, i, new DeliveryWindow(H, 1), ticks, false, i, 1));
            }
            assertThat(fresh.ladder(H).stream().mapToLong(Ask::limit))
                    .containsExactly(LongStream.of(FAR_APART).boxed().toArray(Long[]::new));
            assertThat(fresh.bids(H).stream().mapToLong(buy -> -buy.limit()))
                    .isSorted()
                    .hasSize(FAR_APART.length);
        }
    }

    @Test
    void aPriceThatNobodyAsksAnyMoreIsPassedOver() {
        for (long gone : FAR_APART) {
            OrderBook fresh = new OrderBook();
            Ask cheapest = new Ask(1, 1, 1, H, 1, 1, 1);
            Ask between = new Ask(2, 2, 2, H, gone, 2, 1);
            Ask dearest = new Ask(3, 3, 3, H, 1_000_000, 3, 1);
            fresh.rest(cheapest);
            fresh.rest(between);
            fresh.remove(between);
            fresh.rest(dearest);
            assertThat(fresh.ladder(H)).as("without %d", gone).containsExactly(cheapest, dearest);
        }
    }

    @Test
    void aPriceThatSomebodyStillAsksIsNot() {
        Ask first = ask(H, 1, 5_000);
        Ask second = ask(H, 1, 5_000);
        Ask near = ask(H, 1, 5_001);
        book.remove(second);
        ask(H, 1, 70_000);
        book.remove(near);
        ask(H, 1, 6_000);
        assertThat(asks()).containsExactly(5_000L, 6_000L, 70_000L);
        assertThat(book.ladder(H).get(0)).isSameAs(first);
    }

    @Test
    void aBuyTakesAsManyPricesAsItMust() {
        for (int i = 0; i < 40; i++) {
            ask(H, 1, 100 + i);
            ask(H + 1, 2, 200 + i);
        }
        Fill fill = Objects.requireNonNull(book.sweep(buy(H, 2, 40, 1_000, false), PriceBand.NONE));
        assertThat(fill.lots()).isEqualTo(40);
        assertThat(fill.legs()).hasSize(40 + 20);
        assertThat(fill.legs().stream().mapToLong(Fill.Leg::ticks).max()).hasValue(219);
    }

    @Test
    void aBlockTakesTheSameLotsInEachHourOfAWeek() {
        // From the last hour to the first, as nobody would enter them.
        for (int hour = 167; hour >= 0; hour--) {
            ask(H + hour, 3, 100);
        }
        ask(H + 168, 3, 100);
        Fill fill = Objects.requireNonNull(book.sweep(buy(H, 168, 2, 100, false), PriceBand.NONE));
        assertThat(fill.legs().stream().map(leg -> leg.ask().hour()))
                .containsExactlyElementsOf(LongStream.range(H, H + 168).boxed().toList());
        assertThat(book.hoursOffered())
                .containsExactlyElementsOf(LongStream.range(H, H + 169).boxed().toList());
        assertThat(book.ladder(H + 168)).hasSize(1);
        assertThat(book.ladder(H + 169)).isEmpty();
        assertThat(book.ladder(H - 1)).isEmpty();
    }

    @Test
    void asTheDaysGoByHoursAreListedAndOthersEnd() {
        for (int hour = 0; hour < 400; hour++) {
            ask(H + hour, 1, 100 + hour);
            bid(H + hour, 1, 50);
            if (hour >= 150) {
                long over = H + hour - 150;
                assertThat(book.removeBuys(over)).hasSize(1);
                assertThat(book.removeAsks(over)).hasSize(1);
            }
            long nearest = H + Math.max(0, hour - 149);
            assertThat(book.hoursOffered())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(nearest, H + hour).boxed().toList());
            assertThat(book.buys()).hasSize(Math.min(hour + 1, 150));
        }
        assertThat(book.prospect(buy(H + 399, 1, 1, 499, false))).isEqualTo(1);
        assertThat(book.prospect(buy(H + 399, 1, 1, 498, false))).isZero();
    }

    @Test
    void theGateOfAnHourTakesItsAsksAndLeavesEveryBid() {
        ask(H, 1, 200);
        Buy bid = bid(H, 1, 100);
        Buy block = buy(H, 2, 1, 100, false);
        book.rest(block);
        assertThat(book.removeAsks(H)).hasSize(1);
        assertThat(book.buys()).containsExactly(bid, block);
        assertThat(bids()).containsExactly(100L);
    }

    @Test
    void whereTheBandStoppedASellTheBuysBehindAreAskedAfresh() {
        Buy first = wanted(6, 101);
        Buy second = wanted(10, 100);
        bid(H, 3, 200);
        PriceBand from250 = new PriceBand() {
            @Override
            public long low(long hour) {
                return 250;
            }

            @Override
            public long high(long hour) {
                return 1_000;
            }

            @Override
            public boolean stopsFills() {
                return true;
            }
        };
        assertThat(sell(H, 6, 90, from250)).isEqualTo(Offered.STOPPED_BY_BAND);
        assertThat(fills).isEmpty();
        book.remove(book.bids(H).get(0));
        book.remove(first);
        assertThat(sell(H, 4, 90, PriceBand.NONE)).isEqualTo(Offered.TRIED);
        assertThat(fills).extracting(Fill::buy).containsExactly(second);
    }
}
