package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.pool.PoolEngine.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Section 11 of the rulebook on made-up days, thousands of short ones and some long ones. A failure names its seed, its
 * commands and its step; run that seed alone with {@code -Dtidemark.seed=…} and {@code -Dtidemark.commands=…}, and more
 * of them with {@code -Dtidemark.histories=…}.
 */
class RandomHistoriesTest {
    private static final int A_DAY = 150;
    private static final int A_MORNING = 60;
    private static final long HISTORIES = Long.getLong("tidemark.histories", 10_000);
    private static final long TOGETHER = Math.min(100, HISTORIES);

    /** The rarest, an ask that is closed for the band, is seen once in a hundred days or so. */
    private static final int OFTEN = 1;

    /** The first seeds of the runs. */
    static LongStream mornings() {
        return runs(HISTORIES);
    }

    static LongStream days() {
        return runs((HISTORIES + 19) / 20);
    }

    private static LongStream runs(long histories) {
        return LongStream.range(0, (histories + TOGETHER - 1) / TOGETHER).map(run -> run * TOGETHER + 1);
    }

    @ParameterizedTest(name = "seed {0} and those after it")
    @MethodSource("mornings")
    void everyInvariantHoldsAfterEveryStepOfAMorning(long first) {
        play(first, Integer.getInteger("tidemark.commands", A_MORNING));
    }

    @ParameterizedTest(name = "seed {0} and those after it")
    @MethodSource("days")
    void everyInvariantHoldsAfterEveryStepOfADay(long first) {
        play(1_000_000 + first, A_DAY);
    }

    private static void play(long first, int commands) {
        Long only = Long.getLong("tidemark.seed");
        for (long seed = first; seed < first + TOGETHER; seed++) {
            if (only == null || only == seed) {
                playOne(seed, commands);
            }
        }
    }

    private static void playOne(long seed, int commands) {
        try {
            RandomHistory.play(seed, commands);
        } catch (AssertionError broken) {
            throw new AssertionError(
                    "seed %d of %d commands, %s".formatted(seed, commands, broken.getMessage()), broken);
        }
    }

    /** A history that never sees a rule proves nothing about it. */
    @Tag("long")
    @Test
    void theDaysSeeEveryKindOfEvent() {
        Map<String, Long> counts = new TreeMap<>();
        for (long seed = 1; seed <= 500; seed++) {
            for (Outcome outcome : RandomHistory.play(seed, A_DAY).outcomes()) {
                outcome.events().forEach(event -> counts.merge(kindOf(event), 1L, Long::sum));
                if (outcome.reply() instanceof Reply.Refused refused) {
                    counts.merge(refused.reason().toString(), 1L, Long::sum);
                }
            }
        }
        Set<String> seen = new TreeSet<>();
        counts.forEach((kind, count) -> {
            if (count >= OFTEN) {
                seen.add(kind);
            }
        });
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
                "AskClosed EXPIRED",
                "AskClosed GATE",
                "AskClosed NOT_FILLED_AT_ONCE",
                "AskClosed OUTSIDE_BAND",
                "AskClosed SELF_MATCH",
                "AskClosed WITHDRAWN",
                "OrderClosed CANCELLED",
                "OrderClosed EXPIRED",
                "OrderClosed FILLED",
                "OrderClosed GATE",
                "OrderClosed NOT_FILLED_AT_ONCE",
                "OrderClosed OUTSIDE_BAND",
                "OrderClosed SELF_MATCH",
                "OrderClosed WITHDRAWN",
                "PhaseChanged CALL OPENING",
                "PhaseChanged CALL RELEASE",
                "PhaseChanged CALL RESUME",
                "PhaseChanged CALL VOLATILITY",
                "SpotBidClosed CANCELLED",
                "SpotBidClosed UNFUNDED"));
        // No fleet reports in these days: HandOverTest tells of those in which one does.
        wanted.remove("LeaseHandedOver");
        wanted.removeAll(List.of("Traded", "LeaseEnded", "AskClosed", "OrderClosed", "PhaseChanged", "SpotBidClosed"));
        for (Refusal reason : Refusal.values()) {
            wanted.add(reason.toString());
        }
        // Nobody asks for these here; RefusalTest has an example of each.
        wanted.removeAll(List.of(
                "UNKNOWN_ACCOUNT",
                "MARKET_CLOSED",
                "WINDOW_NOT_LISTED",
                "LOTS_NOT_POSITIVE",
                "TOO_MANY_LOTS",
                "NOT_REPLACEABLE",
                "HOUR_NOT_TO_SETTLE",
                "NOT_NOW"));
        assertThat(seen).as("%s", counts).containsAll(wanted);
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
        } else if (event instanceof Event.PhaseChanged changed) {
            return name + " " + changed.phase() + " " + changed.reason();
        } else if (event instanceof Event.SpotBidClosed closed) {
            return name + " " + closed.reason();
        }
        return name;
    }
}
