package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.settlement.Task.ParcelLots;
import io.tidemark.fleet.settlement.Task.State;
import io.tidemark.fleet.settlement.Task.Step;
import io.tidemark.fleet.settlement.TaskKey.Kind;
import io.tidemark.fleet.settlement.TaskPlan.NewTask;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks as rows: order, failure, parking and retry. */
class TasksTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final RetryPolicy POLICY = new RetryPolicy(3, 100, 150, 1_000);

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final RecordingFleet fleet = new RecordingFleet();
    private Database database;
    private Tasks tasks;
    private StepWork machines;
    private StepWork holders;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        tasks = new Tasks(database, clock::get, POLICY);
        machines = new StepWork(tasks, Step.FLEET, fleet, fleet, point -> {});
        holders = new StepWork(tasks, Step.HOLDER, fleet, fleet, point -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void say(NewTask... said) {
        database.inTransaction(transaction -> {
            tasks.add(transaction, Arrays.asList(said));
            return said.length;
        });
    }

    private static NewTask deliver(long hour, long account, long lots) {
        return new NewTask(
                new TaskKey(POOL, Kind.DELIVER, hour, account, 1), lots, List.of(new ParcelLots(5, lots, true)), 0, "");
    }

    private static NewTask lease(Kind kind, long generation, long lots) {
        return new NewTask(new TaskKey(POOL, kind, 44, 17, generation), lots, List.of(), 9, "OUTBID");
    }

    private static NewTask tell(long webhook, long generation) {
        return new NewTask(new TaskKey(POOL, Kind.TELL, webhook, 17, generation), 1, List.of(), 9, "RECLAIMED", "{}");
    }

    @Test
    void theMachinesAndTheWordToTheirHolderDoNotWaitForEachOther() {
        say(deliver(500, 17, 2), tell(3, 1));
        fleet.failFor(task -> task.step() == Step.FLEET);
        machines.run();
        assertThat(holders.run()).isEqualTo(1);
        assertThat(fleet.effects()).containsExactly("tell 17 of TELL");
        fleet.failFor(task -> false);
        clock.addAndGet(150);
        assertThat(machines.run()).isEqualTo(1);
        assertThat(tasks.list(State.DONE, 0, 10)).hasSize(2);
        assertThat(tasks.list(State.DONE, 0, 10).get(0).parcels()).containsExactly(new ParcelLots(5, 2, true));
        assertThat(tasks.list(State.DONE, 0, 10).get(1).message()).isEqualTo("{}");
    }

    @Test
    void aWebhookIsToldOneThingAtATimeAndWhatIsNewGoesFirst() {
        say(tell(3, 1), tell(3, 2), tell(4, 3));
        List<Task> first = tasks.claimWord(10, Set.of());
        assertThat(first).extracting(task -> task.key().generation()).containsExactlyInAnyOrder(1L, 3L);
        first.forEach(task -> tasks.failed(task, "no answer"));
        clock.addAndGet(1_000);
        assertThat(tasks.claimWord(10, Set.of(4L)))
                .extracting(task -> task.key().generation())
                .containsExactly(2L);
    }

    @Test
    void whatIsSaidTwiceIsOneTask() {
        say(deliver(500, 17, 2));
        say(deliver(500, 17, 2), deliver(500, 18, 1));
        assertThat(tasks.list(State.DUE, 0, 10)).hasSize(2);
    }

    @Test
    void aLeaseIsToldWhatWasSaidInTheOrderInWhichItWasSaid() {
        say(lease(Kind.LEASE, 1, 4), lease(Kind.NOTICE, 2, 1), lease(Kind.RELEASE, 3, 1));
        while (machines.run() > 0) {
            // One of the lane at a time.
        }
        assertThat(fleet.effects()).containsExactly("lease 44 has 4", "notice 44 of 1", "release 44 of 1");
    }

    @Test
    void whatFailsComesAgainLaterAndHoldsUpItsLaneButNoOther() {
        say(lease(Kind.LEASE, 1, 4), lease(Kind.RELEASE, 2, 4), deliver(500, 17, 2));
        fleet.failFor(task -> task.key().kind() == Kind.LEASE);
        assertThat(machines.run()).isEqualTo(2);
        assertThat(machines.run()).isZero();
        assertThat(fleet.effects()).containsExactly("deliver 2 to 17");
        fleet.failFor(task -> false);
        clock.addAndGet(100);
        machines.run();
        machines.run();
        assertThat(fleet.effects()).containsExactly("deliver 2 to 17", "lease 44 has 4", "release 44 of 4");
    }

    @Test
    void wordThatFailsDoesNotHoldUpLaterWord() {
        say(tell(3, 1), tell(3, 2));
        fleet.failFor(task -> task.key().generation() == 1);
        assertThat(holders.run()).isEqualTo(2);
        assertThat(fleet.effects()).containsExactly("tell 17 of TELL");
    }

    @Test
    void whatFailsTooOftenIsParkedSeenAndRetried() {
        say(deliver(500, 17, 2));
        fleet.failFor(task -> true);
        for (int i = 0; i < 5; i++) {
            machines.run();
            clock.addAndGet(150);
        }
        assertThat(fleet.calls()).hasSize(3);
        Task parked = tasks.list(State.PARKED, 0, 10).get(0);
        assertThat(parked.problem()).contains("the fleet is not well");
        assertThat(parked.attempts()).isEqualTo(3);
        assertThat(tasks.find(parked.id())).contains(parked);
        fleet.failFor(task -> false);
        assertThat(tasks.retry(parked.id())).isTrue();
        assertThat(tasks.retry(parked.id())).as("it is not parked any more").isFalse();
        machines.run();
        assertThat(fleet.effects()).containsExactly("deliver 2 to 17");
    }

    @Test
    void aParkedTaskDoesNotHoldUpItsLane() {
        say(lease(Kind.LEASE, 1, 4), lease(Kind.RELEASE, 2, 4));
        fleet.failFor(task -> task.key().kind() == Kind.LEASE);
        for (int i = 0; i < 4; i++) {
            machines.run();
            clock.addAndGet(150);
        }
        assertThat(fleet.effects()).containsExactly("release 44 of 4");
    }

    @Test
    void aStepThatWasLostWithItsProcessComesAgainWithTheSameKey() {
        say(deliver(500, 17, 2));
        Task lost = tasks.claim(Step.FLEET, 10).get(0);
        fleet.deliver(lost.idempotencyKey(), lost);
        assertThat(machines.run()).as("it may still be at work").isZero();
        clock.addAndGet(1_000);
        assertThat(machines.run()).isEqualTo(1);
        assertThat(fleet.calls()).containsExactly(lost.idempotencyKey(), lost.idempotencyKey());
        assertThat(fleet.effects()).containsExactly("deliver 2 to 17");
        tasks.failed(lost, "late");
        assertThat(tasks.find(lost.id()).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void aTaskThatKillsEveryProcessIsParkedWithoutAnotherCall() {
        say(deliver(500, 17, 2));
        for (int i = 0; i < 3; i++) {
            assertThat(tasks.claim(Step.FLEET, 10)).hasSize(1);
            clock.addAndGet(1_000);
        }
        machines.run();
        assertThat(fleet.calls()).isEmpty();
        assertThat(tasks.list(State.PARKED, 0, 10))
                .singleElement()
                .satisfies(task -> assertThat(task.problem()).contains("no answer to 3 attempts"));
    }
}
