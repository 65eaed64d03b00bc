package io.tidemark.simulations.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small streams whose outcome can be told by hand. */
class MatchingBenchTest {
    private final List<String> trades = new ArrayList<>();
    private long steps;

    private MatchingBench.Result play(int timed, String... commands) {
        String text = "#n=" + commands.length + ",fill=1\nop,symbol,orderId,uid,side,type,price,size\n"
                + String.join("\n", commands) + "\n";
        try {
            CommandStream stream = CommandStreamReader.read(new BufferedReader(new StringReader(text)));
            return new MatchingBench(stream, false, new Ticking(), done -> steps += done)
                    .run(1, timed, trade -> trades.add(trade.toString()));
        } catch (IOException | StreamFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A clock that goes on by a hundred each time somebody looks. */
    private static final class Ticking implements Clocks {
        private long now;

        @Override
        public long cpuNanos() {
            return now += 100;
        }

        @Override
        public long wallNanos() {
            return now += 100;
        }
    }

    private static List<String> lines(MatchingBench.Result result) {
        return result.book().stream().map(RestingLine::toString).toList();
    }

    @Test
    void theBestPriceAndThenTheFirstToComeTradesAtThePriceOfWhoeverRests() {
        MatchingBench.Result result = play(
                0,
                "P,9,1,11,S,G,105,4",
                "P,9,2,12,S,G,100,3",
                "P,9,3,13,S,G,100,5",
                "P,9,4,14,B,G,105,10",
                "P,9,5,15,B,I,104,7");
        assertThat(trades).containsExactly("3,9,4,2,100,3,0,1", "3,9,4,3,100,5,0,1", "3,9,4,1,105,2,1,0");
        assertThat(lines(result)).containsExactly("9,S,105,1,11,2");
        assertThat(result.volume()).isEqualTo(10);
        // FNV-1a over the fifteen and the six numbers above, computed by another program.
        assertThat(result.tradeHash()).isEqualTo("42c84e14e8d7f2af");
        assertThat(result.bookHash()).isEqualTo("25686f6a5298fced");
    }

    @Test
    void aUserTradesWithItself() {
        play(0, "P,1,1,7,S,G,50,1", "P,1,2,7,B,G,50,1");
        assertThat(trades).containsExactly("1,1,2,1,50,1,1,1");
    }

    @Test
    void aMoveLosesItsPlaceAtAnEqualPriceAndMayTrade() {
        MatchingBench.Result result = play(
                0,
                "P,1,1,1,B,G,50,1",
                "P,1,2,2,B,G,50,1",
                "M,1,1,,,,50,",
                "P,1,3,3,S,G,50,1",
                "P,1,4,3,S,G,60,2",
                "M,1,1,,,,61,");
        assertThat(trades).containsExactly("3,1,3,2,50,1,1,1", "5,1,1,4,60,1,1,0");
        assertThat(lines(result)).containsExactly("1,S,60,4,3,1");
    }

    @Test
    void aReductionKeepsItsPlaceAndTheLastOneCancels() {
        MatchingBench.Result result = play(
                0,
                "P,1,1,1,S,G,50,5",
                "P,1,2,2,S,G,50,5",
                "R,1,1,,,,,2",
                "P,1,3,3,B,G,50,1",
                "P,1,4,3,S,G,70,9",
                "R,1,4,,,,,9",
                "M,1,4,,,,71,",
                "R,1,1,,,,,2");
        assertThat(trades).containsExactly("3,1,3,1,50,1,1,0");
        assertThat(lines(result)).containsExactly("1,S,50,2,2,5");
        assertThat(result.refused()).as("the move of an order that is gone").isOne();
    }

    @Test
    void aBudgetIsSkippedAndItsCommandsAreRefused() {
        MatchingBench.Result result = play(
                2,
                "P,3,1,1,S,G,50,5",
                "P,2,1,1,B,F,250,5",
                "C,2,1,,,,,",
                "R,2,1,,,,,1",
                "M,2,1,,,,5,",
                "P,2,2,1,B,G,40,1");
        assertThat(result.refused()).isEqualTo(3);
        assertThat(lines(result)).as("symbols ascend").containsExactly("2,B,40,2,1,1", "3,S,50,1,1,5");
        assertThat(result.cpuNanosPerCommand())
                .as("a hundred for the four commands that are neither fill nor skipped")
                .containsExactly(25.0, 25.0);
        assertThat(result.medianNanos()).isEqualTo(25.0);
        assertThat(steps).as("the first pass, a warm-up and two that count").isEqualTo(4 * 6);
    }
}
