package io.tidemark.exchange.auction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.OrderBook;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The call against the same rule without any index: equal to the last leg and the last binding hour. */
class CallAuctionOracleTest {
    /** Shapes that differ in what they make likely, small enough for the oracle. */
    private static final RandomBooks[] SHAPES = {
        new RandomBooks(1, 8, 1, 30, 5, 6, 150, 1, 0),
        new RandomBooks(4, 12, 4, 40, 6, 5, 200, 1, 2),
        new RandomBooks(6, 20, 6, 70, 8, 5, 120, 50, 3),
        new RandomBooks(12, 30, 5, 70, 8, 4, 200, 10, 0),
        new RandomBooks(24, 40, 24, 60, 4, 3, 60, 25, 4),
        new RandomBooks(10, 25, 2, 0, 6, 6, 300, 100, 2),
    };

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("tidemark.calls", 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theCallIsTheRuleWithoutItsIndexes(long seed) {
        for (RandomBooks shape : SHAPES) {
            OrderBook book = shape.book(seed);
            assertThat(CallAuction.uncross(book)).as("%s", shape).isEqualTo(NaiveCall.uncross(book));
        }
    }

    /** Prices only rise and lots only go, so whoever was refused stays refused: the one pass is enough. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSecondPassAcceptsNobody(long seed) {
        for (RandomBooks shape : SHAPES) {
            assertThat(NaiveCall.acceptedBySecondPass(shape.book(seed)))
                    .as("%s", shape)
                    .isEmpty();
        }
    }

    /** What is compared must come about: a comparison of empty results proves nothing. */
    @Test
    void theBooksHaveParadoxesPartFillsAndRaisedPrices() {
        long paradoxes = 0;
        long partFills = 0;
        long raised = 0;
        for (RandomBooks shape : SHAPES) {
            for (long seed = 1; seed <= 200; seed++) {
                CallResult result = CallAuction.uncross(shape.book(seed));
                paradoxes += result.paradoxes().size();
                partFills += result.fills().stream()
                        .filter(fill -> fill.lots() < fill.buy().remaining())
                        .count();
                raised += result.prices().entrySet().stream()
                        .filter(price -> result.fills().stream()
                                .flatMap(fill -> fill.legs().stream())
                                .filter(leg -> leg.ask().hour() == price.getKey())
                                .allMatch(leg -> leg.ask().limit() < price.getValue()))
                        .count();
            }
        }
        assertThat(paradoxes).isGreaterThan(100);
        assertThat(partFills).isGreaterThan(100);
        assertThat(raised).isGreaterThan(100);
    }
}
