package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.Recorded;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of two members that believe to own a pool, one can write. */
class FencingTest {
    private static final String A = "B200X8.PRN1";
    private static final String B = "H100X8.ORD1";

    private final JournalDatabase database = TestServer.open(TestServer.shared().newDatabase());
    private final Member one = new Member(database, "one");
    private final Member two = new Member(database, "two");
    private final Recorded ones = new Recorded();
    private final Recorded twos = new Recorded();

    @AfterEach
    void leave() {
        one.close();
        two.close();
    }

    @Test
    void aFormerOwnerCannotWrite() {
        one.takeOver(A);
        JournalRecord first = one.append(A, ones);
        ones.await(1);
        two.takeOver(A);
        JournalRecord late = one.append(A, ones);
        ones.await(2);
        assertThat(ones.failed()).containsExactly(late);
        assertThat(ones.causes().get(0))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("taken over in epoch 2");
        JournalRecord second = two.append(A, twos);
        twos.await(1);
        assertThat(Member.all(one.journal()).stream().map(JournalEntry::record)).containsExactly(first, second);
        one.append(A, ones);
        assertThat(ones.await(3).failed()).hasSize(2);
        assertThat(one.journal().head(A)).isEqualTo(two.journal().head(A)).isPresent();
        assertThat(one.journal().failure()).isEmpty();
    }

    @Test
    void theOtherPoolsOfTheSameFlushBecomeDurable() {
        one.takeOver(A);
        one.takeOver(B);
        two.takeOver(A);
        for (int i = 0; i < 200; i++) {
            one.append(i % 2 == 0 ? A : B, ones);
        }
        ones.await(200);
        assertThat(ones.failed()).hasSize(100).allMatch(record -> record.pool().equals(A));
        assertThat(ones.durableRecords())
                .hasSize(100)
                .allMatch(record -> record.pool().equals(B));
        assertThat(Member.all(two.journal())).isEqualTo(ones.durable());
    }

    @Test
    void whoWasFencedMayTakeThePoolOverAgain() {
        one.takeOver(A);
        two.takeOver(A);
        two.append(A, twos);
        twos.await(1);
        one.append(A, ones);
        ones.await(1);
        assertThat(one.takeOver(A)).isEqualTo(3);
        JournalRecord record = one.append(A, ones);
        assertThat(record.firstSequence()).isEqualTo(2);
        assertThat(ones.await(2).durableRecords()).containsExactly(record);
    }

    @Test
    void takingAPoolOverFromOneselfFencesWhatStillWaits() {
        one.takeOver(A);
        for (int i = 0; i < 50; i++) {
            one.append(A, ones);
        }
        long epoch = one.takeOver(A);
        JournalRecord next = one.append(A, ones);
        ones.await(51);
        assertThat(ones.failed()).allMatch(record -> record.epoch() < epoch);
        assertThat(next.firstSequence()).isEqualTo(ones.durable().size());
        assertThat(Member.all(one.journal())).isEqualTo(ones.durable());
    }

    @Test
    void everyTakeoverHasAnEpochOfItsOwn() throws InterruptedException {
        Set<Long> epochs = ConcurrentHashMap.newKeySet();
        List<Thread> racers = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    for (int n = 0; n < 25; n++) {
                        epochs.add(
                                (i % 2 == 0 ? one : two).journal().takeOver(A).epoch());
                    }
                }))
                .toList();
        racers.forEach(Thread::start);
        for (Thread racer : racers) {
            racer.join();
        }
        assertThat(epochs).hasSize(200).contains(1L, 200L);
    }
}
