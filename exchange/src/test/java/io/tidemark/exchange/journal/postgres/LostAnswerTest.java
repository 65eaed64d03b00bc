package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.JournalBacklogException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.Recorded;
import io.tidemark.exchange.journal.postgres.FaultyWire.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection breaks while a flush is under way: it is found out what became of it, and told once. */
class LostAnswerTest {
    private static final String A = "B200X8.PRN1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String url = TestServer.shared().newDatabase();
    private final FaultyWire wire = new FaultyWire(TestServer.shared().port());
    private final Member one = new Member(
            JournalDatabase.open(
                    TestServer.url(wire.port(), url.substring(url.lastIndexOf('/') + 1)),
                    "postgres",
                    "",
                    Duration.ofSeconds(1)),
            new PostgresJournalOptions("one", 65L << 20, Duration.ofSeconds(1)));
    private final Member two = new Member(TestServer.open(url), "two");
    private final Recorded ones = new Recorded();
    private final Recorded twos = new Recorded();

    @AfterEach
    void leave() throws IOException {
        one.close();
        two.close();
        wire.close();
    }

    @Test
    void aFlushThatWasCommittedIsFoundAndNotWrittenAgain() {
        JournalRecord first = begin();
        wire.arm(Fault.LOSE_ANSWER);
        JournalRecord unknown = appendLarge();
        JournalRecord next = one.append(A, ones);
        finish(1, first, unknown, next);
    }

    @Test
    void aFlushThatNeverArrivedIsSentAgain() {
        JournalRecord first = begin();
        wire.arm(Fault.LOSE_QUESTION);
        JournalRecord unknown = appendLarge();
        JournalRecord next = one.append(A, ones);
        finish(1, first, unknown, next);
    }

    @Test
    void aFlushThatArrivesAfterItsRepetitionChangesNothing() throws IOException {
        JournalRecord first = begin();
        wire.arm(Fault.KEEP_QUESTION);
        JournalRecord unknown = appendLarge();
        ones.await(2);
        wire.deliverLate();
        JournalRecord next = one.append(A, ones);
        finish(1, first, unknown, next);
    }

    @Test
    void aFlushThatArrivesBeforeItsRepetitionIsFound() {
        JournalRecord first = begin();
        wire.arm(Fault.KEEP_QUESTION);
        JournalRecord unknown = appendLarge();
        await(() -> wire.struck() == 1);
        wire.arm(Fault.DELIVER_KEPT_FIRST);
        JournalRecord next = one.append(A, ones);
        finish(2, first, unknown, next);
    }

    @Test
    void whoWasDeposedMeanwhileIsFencedAndLeavesNoTrace() {
        JournalRecord first = begin();
        wire.arm(Fault.LOSE_QUESTION);
        one.append(A, ones, FaultyWire.LARGE + 1_000);
        await(() -> wire.struck() == 1);
        wire.away(true);
        two.takeOver(A);
        JournalRecord of2 = two.append(A, twos);
        twos.await(1);
        wire.away(false);
        assertThat(ones.await(2).causes()).hasSize(1).allMatch(FencedException.class::isInstance);
        assertThat(records()).containsExactly(first, of2);
    }

    @Test
    void whatWasCommittedBeforeTheDeposingIsAcknowledgedAndNothingAfterIt() {
        JournalRecord first = begin();
        wire.arm(Fault.LOSE_ANSWER);
        JournalRecord unknown = appendLarge();
        await(() -> wire.struck() == 1 && two.journal().durableOffset() == 2);
        wire.away(true);
        two.takeOver(A);
        JournalRecord of2 = two.append(A, twos);
        twos.await(1);
        one.append(A, ones);
        wire.away(false);
        ones.await(3);
        assertThat(ones.durableRecords()).containsExactly(first, unknown);
        assertThat(ones.causes()).hasSize(1).allMatch(FencedException.class::isInstance);
        assertThat(records()).containsExactly(first, unknown, of2);
    }

    @Test
    void whileTheServerIsAwayNothingIsAcknowledgedAndThenAllOfIt() {
        begin();
        wire.away(true);
        int accepted = 0;
        JournalBacklogException refused = null;
        while (refused == null && accepted < 100) {
            try {
                one.append(A, ones, 1 << 20);
                accepted++;
            } catch (JournalBacklogException full) {
                refused = full;
            }
        }
        assertThat(refused).isNotNull();
        assertThat(accepted).isGreaterThan(60);
        await(() -> one.journal().failure().isPresent());
        assertThat(one.journal().durableOffset()).isEqualTo(1);
        assertThatThrownBy(() -> one.journal().takeOver("OTHER"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("did not take over pool OTHER");
        assertThat(ones.durable()).hasSize(1);
        wire.away(false);
        assertThat(ones.await(accepted + 1).failed()).isEmpty();
        assertThat(one.journal().failure()).isEmpty();
        assertThat(one.journal().pendingBytes()).isZero();
        assertThat(Member.all(one.journal())).isEqualTo(ones.durable());
    }

    @Test
    void aServerThatSaysNothingAnyMoreIsNoticed() {
        begin();
        wire.silent(true);
        JournalRecord waits = one.append(A, ones);
        await(() -> one.journal().failure().isPresent());
        assertThat(ones.durable()).hasSize(1);
        wire.silent(false);
        assertThat(ones.await(2).durableRecords()).contains(waits);
        assertThat(Member.all(two.journal())).isEqualTo(ones.durable());
    }

    @Test
    void anAnswerThatDidNotWaitForTheStandbyIsNoAnswer() {
        begin();
        TestServer.run(url, "CREATE TABLE probe (n int)");
        TestServer.shared().waitForStandby("nobody");
        try {
            letCommitsWait();
            one.append(A, ones);
            // The server gives up waiting, commits, and says so in a warning.
            await(this::callsOffAWait);
            await(() -> one.journal().failure().isPresent());
            await(() -> two.journal().durableOffset() == 2);
            assertThat(ones.durable()).hasSize(1);
        } finally {
            TestServer.shared().waitForStandby("");
        }
        assertThat(ones.await(2).failed()).isEmpty();
        assertThat(Member.all(two.journal())).isEqualTo(ones.durable());
    }

    /** The server reads its settings again in its own time: it has when a commit waits. */
    private void letCommitsWait() {
        await(() -> {
            CompletableFuture<Void> commit =
                    CompletableFuture.runAsync(() -> TestServer.run(url, "INSERT INTO probe VALUES (1)"));
            boolean waited = false;
            while (!commit.isDone()) {
                waited |= callsOffAWait();
            }
            return waited;
        });
    }

    private boolean callsOffAWait() {
        return TestServer.number(
                        url,
                        "SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM pg_stat_activity"
                                + " WHERE wait_event = 'SyncRep'")
                > 0;
    }

    @Test
    void closingDoesNotWaitForEver() {
        begin();
        wire.away(true);
        one.append(A, ones);
        one.close();
        assertThat(ones.await(2).causes())
                .singleElement()
                .satisfies(
                        why -> assertThat(why).hasMessageContaining("whether these are in the journal is not known"));
    }

    @Test
    void aServerThatLostWhatItHadCommittedIsNotWrittenTo() {
        begin();
        appendLarge();
        ones.await(2);
        wire.away(true);
        // As a standby does that was promoted without having been synchronous.
        TestServer.run(url, "DELETE FROM journal.record WHERE \"offset\" = 1");
        TestServer.run(url, "UPDATE journal.pool_head SET sequence = 1, link = (SELECT link FROM journal.record)");
        TestServer.run(url, "UPDATE journal.counter SET next_offset = 1");
        wire.away(false);
        one.append(A, ones);
        assertThat(ones.await(3).causes())
                .singleElement()
                .satisfies(why -> assertThat(why)
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("ends at sequence 1 in epoch 1 at the server, and at 2 in epoch 1"));
        assertThat(records()).hasSize(1);
    }

    private JournalRecord begin() {
        one.takeOver(A);
        JournalRecord first = one.append(A, ones);
        ones.await(1);
        return first;
    }

    private JournalRecord appendLarge() {
        return one.append(A, ones, FaultyWire.LARGE + 1_000);
    }

    private void finish(int faults, JournalRecord... written) {
        ones.await(written.length);
        assertThat(wire.struck()).as("faults that struck").isEqualTo(faults);
        assertThat(ones.failed()).isEmpty();
        assertThat(ones.durableRecords()).containsExactly(written);
        assertThat(Member.all(two.journal())).isEqualTo(ones.durable());
        assertThat(one.journal().failure()).isEmpty();
    }

    private List<JournalRecord> records() {
        return Member.all(two.journal()).stream().map(JournalEntry::record).toList();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(500_000);
        }
    }
}
