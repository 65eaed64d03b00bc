package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Section 11 of the rulebook on made-up days. A failure names its seed and step; run that seed alone with {@code
 * -Dtidemark.seed=…}, and more of them with {@code -Dtidemark.histories=…}.
 */
class RandomHistoriesTest {
    private static final int COMMANDS = 150;

    static LongStream seeds() {
        Long only = Long.getLong("tidemark.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, Long.getLong("tidemark.histories", 600));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyInvariantHoldsAfterEveryStep(long seed) {
        RandomHistory.play(seed, COMMANDS);
    }

    /** A history that never sees a rule proves nothing about it. */
    @Test
    void theDaysSeeEveryKindOfEvent() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 1; seed <= 60; seed++) {
            RandomHistory.play(seed, COMMANDS)
                    .outcomes()
                    .forEach(outcome -> outcome.events().forEach(event -> seen.add(kindOf(event))));
        }
        Set<String> wanted = new TreeSet<>();
        for (Class<?> kind : Event.class.getPermittedSubclasses()) {
            wanted.add(kind.getSimpleName());
        }
        for (Event.TradeKind kind : Event.TradeKind.values()) {
            wanted.add("Traded " + kind);
        }
        for (Event.LeaseEnd why : Event.LeaseEnd.values()) {
            wanted.add("LeaseEnded " + why);
        }
        wanted.addAll(List.of(
                "AskClosed CANCELLED",
                "AskClosed GATE",
                "AskClosed NOT_FILLED_AT_ONCE",
                "AskClosed SELF_MATCH",
                "AskClosed WITHDRAWN",
                "OrderClosed CANCELLED",
                "OrderClosed FILLED",
                "OrderClosed GATE",
                "OrderClosed NOT_FILLED_AT_ONCE",
                "OrderClosed SELF_MATCH",
                "OrderClosed WITHDRAWN",
                "SpotBidClosed CANCELLED",
                "SpotBidClosed UNFUNDED"));
        // No fleet reports in these days: HandOverTest tells of those in which one does.
        wanted.remove("LeaseHandedOver");
        wanted.removeAll(List.of("Traded", "LeaseEnded", "AskClosed", "OrderClosed", "SpotBidClosed"));
        assertThat(seen).containsAll(wanted);
    }

    private static String kindOf(Event event) {
        String name = event.getClass().getSimpleName();
        if (event instanceof Event.Traded traded) {
            return name + " " + traded.kind();
        } else if (event instanceof Event.LeaseEnded ended) {
            return name + " " + ended.why();
        } else if (event instanceof Event.AskClosed closed) {
            return name + " " + closed.reason();
        } else if (event instanceof Event.OrderClosed closed) {
            return name + " " + closed.reason();
        } else if (event instanceof Event.SpotBidClosed closed) {
            return name + " " + closed.reason();
        }
        return name;
    }
}
