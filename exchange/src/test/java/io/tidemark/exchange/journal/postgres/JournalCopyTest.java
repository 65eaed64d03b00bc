package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCopyTest {
    private static final String A = "B200X8.PRN1";
    private static final String B = "H100X8.ORD1";
    private static final int RECORDS = 5_000;

    @TempDir
    Path directory;

    private final String url = TestServer.shared().newDatabase();
    private final JournalDatabase database = TestServer.open(url);
    private final List<Long> progress = new ArrayList<>();
    private final Map<Long, Map<String, PoolHead>> headsBefore = new HashMap<>();
    private FileJournal journal;

    @BeforeEach
    void write() {
        journal = FileJournal.open(directory, new FileJournalOptions(1 << 20, 8 << 20, Duration.ofNanos(150_000)));
        Recorded heard = new Recorded();
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Long> ends = new HashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            if (i == 3_000) {
                heard.await(i);
                headsBefore.put(3_000L, Map.of(A, head(A), B, head(B)));
            }
            String pool = random.nextBoolean() ? A : B;
            long first = ends.getOrDefault(pool, 0L) + 1;
            ends.put(pool, first + 2);
            byte[] payload = new byte[random.nextInt(700)];
            random.nextBytes(payload);
            journal.append(new JournalRecord(pool, 3 + i / 2_000, first, first + 2, i, payload), heard);
        }
        assertThat(heard.await(RECORDS).failed()).isEmpty();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private PoolHead head(String pool) {
        return journal.head(pool).orElseThrow();
    }

    @Test
    void everyRecordHasItsOffsetAndEveryPoolItsHead() {
        assertThat(copy(journal)).isEqualTo(RECORDS);
        assertThat(progress).hasSizeGreaterThan(1).isSorted().endsWith((long) RECORDS);
        try (Member member = new Member(database, "one")) {
            assertThat(Member.all(member.journal())).isEqualTo(Member.all(journal));
            assertThat(member.journal().head(A)).contains(head(A));
            assertThat(member.journal().head(B)).contains(head(B));
        }
    }

    @Test
    void membersGoOnBehindTheCopyWithAHigherEpoch() {
        copy(journal);
        Recorded heard = new Recorded();
        try (Member member = new Member(database, "one")) {
            assertThat(member.takeOver(A)).isGreaterThan(head(A).epoch());
            JournalRecord next = member.append(A, heard);
            assertThat(heard.await(1).durable()).containsExactly(new JournalEntry(RECORDS, next));
            assertThat(Member.all(member.journal())).hasSize(RECORDS + 1);
        }
        assertThatThrownBy(() -> copy(journal))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("was taken over by one");
    }

    @Test
    void aCopyThatWasBrokenOffGoesOnAndAWholeOneIsOnlyVerified() {
        assertThatThrownBy(() -> copy(new Part(journal, 0, 4_100))).hasMessageContaining("does not give record 4100");
        assertThat(progress).containsExactly(2_000L, 4_000L);
        assertThat(copy(journal)).isEqualTo(RECORDS);
        assertThat(progress).containsExactly(2_000L, 4_000L, 5_000L);
        assertThat(copy(journal)).isEqualTo(RECORDS);
        assertThat(progress).hasSize(3);
    }

    @Test
    void aDatabaseThatHasSomethingElseIsRefused() {
        copy(new Part(journal, 0, RECORDS));
        TestServer.run(url, "UPDATE journal.pool_head SET link = sha256(link) WHERE pool = '" + A + "'");
        assertThatThrownBy(() -> copy(journal)).hasMessageContaining("it is not a copy of it");
    }

    @Test
    void aRecordThatWasDamagedUnderWayIsNamed() {
        copy(journal);
        TestServer.run(url, "UPDATE journal.record SET time = time + 1 WHERE \"offset\" = 4711");
        assertThatThrownBy(() -> copy(journal)).hasMessageContaining("record 4711: pool");
    }

    @Test
    void aJournalWhoseFrontIsNotKeptNeedsTheHeadsItFollows() {
        Journal shortened = new Part(journal, 3_000, RECORDS);
        assertThatThrownBy(() -> copy(shortened)).hasMessageContaining("the front of a journal that was shortened");
        assertThat(new JournalCopy(
                                shortened,
                                Optional.ofNullable(headsBefore.get(3_000L)).orElseThrow(),
                                database)
                        .run(progress::add))
                .isEqualTo(RECORDS - 3_000);
        try (Member member = new Member(database, "one")) {
            assertThat(member.journal().firstOffset()).isEqualTo(3_000);
            assertThat(Member.all(member.journal().read(3_000))).isEqualTo(Member.all(journal.read(3_000)));
            assertThat(member.journal().head(A)).contains(head(A));
        }
    }

    private long copy(Journal from) {
        return new JournalCopy(from, Map.of(), database).run(progress::add);
    }

    /** A journal whose first records are not kept, or that breaks off. */
    private record Part(Journal whole, long firstOffset, long end) implements Journal {
        @Override
        public void append(JournalRecord record, DurableListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public int maxPayloadBytes() {
            return whole.maxPayloadBytes();
        }

        @Override
        public PoolHead takeOver(String pool) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<PoolHead> head(String pool) {
            return whole.head(pool);
        }

        @Override
        public long durableOffset() {
            return whole.durableOffset();
        }

        @Override
        public long reservedBytes() {
            return 0;
        }

        @Override
        public void observe(CommitListener listener) {}

        @Override
        public Optional<Throwable> failure() {
            return Optional.empty();
        }

        @Override
        public JournalReader read(long fromOffset) {
            JournalReader reader = whole.read(fromOffset);
            return new JournalReader() {
                @Override
                public Optional<JournalEntry> next() {
                    return reader.next().filter(entry -> entry.offset() < end);
                }

                @Override
                public void close() {
                    reader.close();
                }
            };
        }

        @Override
        public void close() {}
    }
}
