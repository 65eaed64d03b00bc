package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.auction.CallAuction;
import io.tidemark.exchange.auction.CallResult;
import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.ShadowBook.Expected;
import io.tidemark.exchange.pool.ShadowBook.ExpectedCall;
import io.tidemark.exchange.pool.ShadowBook.LegKey;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The call against every quantity tried from the largest down, on crowded books with steep ladders. */
class CallAuctionRandomTest {
    private static final long H = 500_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("tidemark.calls", 1_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theCallIsWhatTheRuleSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderBook book = new OrderBook();
        ShadowBook shadow = new ShadowBook();
        int hours = random.nextInt(1, 5);
        int orders = random.nextInt(4, 25);
        for (long id = 1; id <= orders; id++) {
            long group = random.nextInt(8) == 0 ? 7 : id + 10;
            long limit = random.nextLong(5, 30);
            if (random.nextInt(10) < 6) {
                long start = H + random.nextInt(hours);
                DeliveryWindow window = new DeliveryWindow(start, 1 + random.nextInt((int) (H + hours - start)));
                boolean aon = random.nextInt(10) < 4;
                long lots = random.nextLong(1, 7);
                book.rest(new Buy(id, id, group, window, limit, aon, id, lots));
                shadow.bids.put(id, new ShadowBook.Bid(id, id, group, window, limit, aon, id, lots));
            } else {
                for (long hour = H; hour < H + hours; hour++) {
                    long lots = random.nextLong(1, 7);
                    long price = random.nextLong(1, 40);
                    book.rest(new Ask(id, id, group, hour, price, id, lots));
                    shadow.offer(new ShadowBook.Offer(id, id, group, hour, price, id, lots));
                }
            }
        }
        CallResult result = CallAuction.uncross(book);
        ExpectedCall expected = shadow.call();
        assertThat(result.prices()).isEqualTo(expected.prices());
        assertThat(result.fills().stream().map(CallAuctionRandomTest::plain)).isEqualTo(expected.fills());
        assertThat(result.paradoxes()).map(paradox -> paradox.buy().orderId()).isEqualTo(expected.paradoxes());
        assertThat(result.paradoxes())
                .allMatch(paradox -> paradox.buy().window().contains(paradox.bindingHour()));
        assertThat(CallAuction.uncross(book)).as("it changes nothing").isEqualTo(result);
    }

    private static Expected plain(Fill fill) {
        NavigableMap<LegKey, Long> legs = new TreeMap<>();
        for (Fill.Leg leg : fill.legs()) {
            legs.merge(new LegKey(leg.ask().hour(), leg.ask().orderId(), leg.ticks()), leg.lots(), Long::sum);
        }
        return new Expected(fill.buy().orderId(), fill.lots(), legs, Set.of());
    }
}
