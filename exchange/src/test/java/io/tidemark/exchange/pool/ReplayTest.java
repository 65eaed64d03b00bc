package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.RandomHistory.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same log gives the same events, on any machine. */
class ReplayTest {
    private static final int COMMANDS = 100;

    static LongStream seeds() {
        return LongStream.range(1_001, 1_001 + Math.min(100, Long.getLong("tidemark.histories", 100)));
    }

    private static List<Outcome> replay(List<Step> steps) {
        PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        List<Outcome> outcomes = new ArrayList<>();
        for (Step step : steps) {
            outcomes.add(engine.apply(step.time(), step.draw(), step.command()));
        }
        return outcomes;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSameCommandsGiveTheSameRepliesAndEvents(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        assertThat(replay(history.steps())).isEqualTo(history.outcomes());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatHappensUpToACommandDependsOnNothingAfterIt(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        int half = history.steps().size() / 2;
        List<Step> otherwise = new ArrayList<>(history.steps().subList(0, half));
        long time = otherwise.get(half - 1).time();
        otherwise.add(new Step(time, 7, new Command.Halt()));
        assertThat(replay(otherwise).subList(0, half))
                .isEqualTo(history.outcomes().subList(0, half));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anotherLocaleAndTimeZoneChangeNothing(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-ca-islamic-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(replay(history.steps())).isEqualTo(history.outcomes());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** Time is in the commands: whether anybody ticked in between is nobody's business. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCommandFiresEveryTimerBeforeItAsTicksWould(long seed) {
        List<Step> ticking = new ArrayList<>();
        List<Step> silent = new ArrayList<>();
        for (Step step : RandomHistory.play(seed, COMMANDS).steps()) {
            Step undrawn = new Step(step.time(), 0, step.command());
            ticking.add(undrawn);
            if (!(step.command() instanceof Command.Tick)) {
                silent.add(undrawn);
            }
        }
        // The last command may lie before the last tick.
        Step end = ticking.get(ticking.size() - 1);
        silent.add(new Step(end.time(), 0, new Command.Tick()));
        assertThat(events(replay(silent))).isEqualTo(events(replay(ticking)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aQuestionChangesNothing(long seed) {
        // The referee asks after every step; nobody asks in a replay.
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        assertThat(events(replay(history.steps()))).isEqualTo(events(history.outcomes()));
    }

    /** An answer is a value: what happens later is not in it, and whoever keeps it may read it on any thread. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anAnswerDoesNotChangeWithThePool(long seed) {
        PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        Map<String, View> answers = new TreeMap<>();
        for (Step step : RandomHistory.play(seed, COMMANDS).steps()) {
            engine.apply(step.time(), step.draw(), step.command());
            View orders = engine.answer(Query.OrdersOf.newest(101 + step.time() % 6, 100));
            answers.put(orders.toString(), orders);
        }
        answers.forEach((then, view) -> assertThat(view).hasToString(then));
    }

    private static List<Event> events(List<Outcome> outcomes) {
        return outcomes.stream().flatMap(outcome -> outcome.events().stream()).toList();
    }
}
