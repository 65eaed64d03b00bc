package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.RandomHistory.Step;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 8 of the rulebook: a snapshot and the commands after it come to what all commands come to. */
class SnapshotTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final int COMMANDS = 100;
    private static final int CUTS = 3;

    static LongStream seeds() {
        Long only = Long.getLong("tidemark.seed");
        return only == null
                ? LongStream.rangeClosed(3_001, 3_000 + Integer.getInteger("tidemark.snapshots", 200))
                : LongStream.of(only);
    }

    /** What an engine was like after a step. */
    private record Moment(PoolSnapshot snapshot, long hash, long nextTimer, List<View> answers) {
        static Moment of(PoolEngine engine) {
            return new Moment(engine.snapshot(), engine.stateHash(), engine.nextTimer(), Questions.answers(engine));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSnapshotAndItsTailAreAsTheWholeLog(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> cuts = new TreeSet<>();
        for (int i = 0; i < CUTS; i++) {
            cuts.add(random.nextInt(history.steps().size()));
        }
        PoolEngine whole = new PoolEngine(POOL);
        Map<Integer, Moment> moments = new TreeMap<>();
        for (int i = 0; i < history.steps().size(); i++) {
            if (cuts.contains(i)) {
                moments.put(i, Moment.of(whole));
            }
            apply(whole, history.steps().get(i));
        }
        // One was asked after every step, the other one never.
        assertThat(whole.stateHash()).isEqualTo(history.engine().stateHash());
        Moment end = Moment.of(whole);
        moments.forEach((cut, moment) -> goOn(history, cut, moment, end));
    }

    private static void goOn(RandomHistory history, int cut, Moment moment, Moment end) {
        PoolEngine restored = PoolEngine.restore(PoolSnapshots.decode(PoolSnapshots.encode(moment.snapshot())));
        assertIs(Moment.of(restored), moment, "cut at " + cut);
        assertThat(restored.sequence()).isEqualTo(cut);
        List<Step> tail = history.steps().subList(cut, history.steps().size());
        List<Outcome> outcomes = new ArrayList<>();
        tail.forEach(step -> outcomes.add(apply(restored, step)));
        assertThat(outcomes)
                .as("cut at %d", cut)
                .isEqualTo(history.outcomes().subList(cut, history.outcomes().size()));
        assertIs(Moment.of(restored), end, "the end after a cut at " + cut);
    }

    private static void assertIs(Moment found, Moment expected, String when) {
        assertThat(found.answers()).as(when).isEqualTo(expected.answers());
        assertThat(found.nextTimer()).as(when).isEqualTo(expected.nextTimer());
        assertThat(found.snapshot()).as(when).isEqualTo(expected.snapshot());
        assertThat(found.hash()).as(when).isEqualTo(expected.hash());
    }

    private static Outcome apply(PoolEngine engine, Step step) {
        return engine.apply(step.time(), step.draw(), step.command());
    }

    /** The timer that an engine keeps at hand is the one that it would find anew, after every command. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("aFew")
    void aRestoredPoolWakesUpWhenTheOtherOneDoes(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = new PoolEngine(POOL);
        for (Step step : history.steps()) {
            apply(engine, step);
            assertThat(PoolEngine.restore(engine.snapshot()).nextTimer()).isEqualTo(engine.nextTimer());
        }
    }

    /** A day on which the pool changes hands after every command is as any other. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("aFew")
    void aPoolMayBeRestoredAfterEveryCommand(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = new PoolEngine(POOL);
        for (int i = 0; i < history.steps().size(); i++) {
            engine = PoolEngine.restore(PoolSnapshots.decode(PoolSnapshots.encode(engine.snapshot())));
            assertThat(apply(engine, history.steps().get(i)))
                    .isEqualTo(history.outcomes().get(i));
        }
        assertThat(engine.snapshot()).isEqualTo(history.engine().snapshot());
    }

    static LongStream aFew() {
        return LongStream.rangeClosed(4_001, 4_000 + Math.min(30, Integer.getInteger("tidemark.snapshots", 30)));
    }

    /** No history has a fleet that reports: here one does, and the lots that it has not handed over are not paid. */
    @Test
    void leasesThatWaitForTheFleetGoOnWaiting() {
        PoolEngine whole = new PoolEngine(POOL);
        long start = Hours.startMillis(PoolSpec.DAY + 10);
        List<Step> script = new ArrayList<>();
        script.add(
                new Step(start, 0, new Command.OpenMarket(MarketRules.standard().withHandOver())));
        script.add(new Step(start, 0, new Command.OpenAccount(101, 101)));
        script.add(new Step(start, 0, new Command.Credit(101, 1, 9_000_000_000L)));
        script.add(new Step(start, 0, new Command.SetCapacity(PoolSpec.DAY + 10, List.of(10L))));
        RuleSheet sheet = new RuleSheet("one", 1, 1_000, 0, 0, 120, List.of(new Tranche(100, 10)), List.of());
        script.add(new Step(start, 0, new Command.PublishRules(sheet)));
        script.add(new Step(start + 1, 0, new Command.SubmitSpotBid(101, "a", 6, 200, false)));
        long bid = 1;
        script.add(new Step(start + 1_000, 0, new Command.HandOver(bid, 2)));
        script.add(new Step(start + 5_000, 0, new Command.HandOver(bid, 5)));
        script.add(new Step(start + 9_000, 0, new Command.HandOver(bid, 4)));
        script.add(new Step(start + 60_000, 0, new Command.SetCapacity(PoolSpec.DAY + 10, List.of(3L))));
        script.add(new Step(start + 7_200_000, 0, new Command.Tick()));
        List<Outcome> outcomes = new ArrayList<>();
        List<PoolSnapshot> snapshots = new ArrayList<>();
        for (Step step : script) {
            snapshots.add(whole.snapshot());
            outcomes.add(apply(whole, step));
        }
        assertThat(outcomes)
                .flatExtracting(Outcome::events)
                .hasAtLeastOneElementOfType(Event.LeaseHandedOver.class)
                .hasAtLeastOneElementOfType(Event.LeasePaid.class);
        for (int cut = 0; cut < script.size(); cut++) {
            PoolEngine restored = PoolEngine.restore(snapshots.get(cut));
            for (int i = cut; i < script.size(); i++) {
                assertThat(apply(restored, script.get(i))).isEqualTo(outcomes.get(i));
            }
            assertThat(restored.stateHash()).isEqualTo(whole.stateHash());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("aFew")
    void theHashOfAPrefixIsThatOfThePoolAtThatCommand(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = new PoolEngine(POOL);
        long before = engine.stateHash();
        for (int i = 0; i < history.steps().size(); i++) {
            apply(engine, history.steps().get(i));
            long hash = engine.stateHash();
            // The sequence at least has moved.
            assertThat(hash).isNotEqualTo(before);
            before = hash;
            if (i % 20 == 0) {
                PoolEngine prefix = new PoolEngine(POOL);
                history.steps().subList(0, i + 1).forEach(step -> apply(prefix, step));
                assertThat(prefix.stateHash()).isEqualTo(hash);
            }
        }
    }

    @Test
    void aPoolThatBrokeHasNoSnapshot() {
        PoolEngine engine = new PoolEngine(POOL);
        assertThatThrownBy(() -> engine.apply(0, 0, new Command.OpenMarket(MarketRules.standard()), new Deaf()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("deaf");
        assertThatThrownBy(engine::snapshot).hasMessageContaining("halted after an internal error");
        assertThatThrownBy(engine::stateHash).hasMessageContaining("halted after an internal error");
        assertThatThrownBy(() -> engine.apply(0, 0, new Command.Tick()))
                .hasMessageContaining("halted after an internal error");
    }

    @Test
    void anOrderThatIsInTheBookAndNotOnFileIsAContradiction() {
        RandomHistory history = RandomHistory.play(1, 30);
        PoolSnapshot good = history.engine().snapshot();
        assertThat(good.orders().open()).isNotEmpty();
        PoolSnapshot bad = new PoolSnapshot(
                good.pool(),
                good.sequence(),
                good.nextHours(),
                good.market(),
                good.call(),
                good.transfers(),
                new OrdersSnapshot(List.of(), good.orders().ended()),
                good.spot(),
                good.supply(),
                good.damagesOwed(),
                good.book(),
                good.clearing());
        assertThatThrownBy(() -> PoolEngine.restore(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("order %d is in one part of the snapshot and not in another"
                        .formatted(
                                good.book().buys().isEmpty()
                                        ? good.book().asks().get(0).orderId()
                                        : good.book().buys().get(0).orderId()));
    }

    /** Hears nothing. */
    private static final class Deaf implements PoolListener {
        @Override
        public void entered(long orderId, Command.SubmitOrder order, long limit, boolean allOrNone, long hold) {}

        @Override
        public void replaced(long orderId, Command.Replace terms, boolean keptPriority, long hold, long released) {}

        @Override
        public void closed(long orderId, long account, Event.CloseReason reason, long released) {}

        @Override
        public void askClosed(long orderId, long account, long hour, long lots, Event.CloseReason reason) {}

        @Override
        public void happened(Event event) {
            throw new IllegalStateException("deaf");
        }

        @Override
        public void accepted(long orderId, long filledLots, long cost, boolean open) {}

        @Override
        public void replied(Reply other) {}
    }
}
