package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.Recorded;
import io.tidemark.exchange.journal.postgres.FaultyWire.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that write at the same time, take pools from each other and lose answers; each keeps a log of what it was told. */
class RandomHistoryTest {
    private static final List<String> POOLS = List.of("B200X8.PRN1", "H100X8.ORD1", "GB200X72.IAD1");
    private static final List<Fault> FAULTS = List.of(Fault.LOSE_ANSWER, Fault.LOSE_QUESTION);

    private final String url = TestServer.shared().newDatabase();

    /** A member behind a wire, and what it was told. */
    private final class Player implements AutoCloseable {
        private final FaultyWire wire = new FaultyWire(TestServer.shared().port());
        private final Member member;
        private final Set<String> taken = new HashSet<>();
        private final Recorded told = new Recorded();
        private int appended;

        Player(String name) {
            String behindTheWire = TestServer.url(wire.port(), url.substring(url.lastIndexOf('/') + 1));
            member = new Member(
                    TestServer.open(behindTheWire),
                    new PostgresJournalOptions(name, 64L << 20, Duration.ofSeconds(30)));
        }

        void takeOver(String pool) {
            member.takeOver(pool);
            taken.add(pool);
        }

        void append(String pool, int bytes) {
            if (taken.contains(pool)) {
                member.append(pool, told, bytes);
                appended++;
            }
        }

        @Override
        public void close() throws IOException {
            member.close();
            wire.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyAcknowledgedRecordIsThereOnceAndNoOtherIs(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Player one = new Player("one");
                Player two = new Player("two")) {
            for (int step = 0; step < 600; step++) {
                Player player = random.nextBoolean() ? one : two;
                String pool = POOLS.get(random.nextInt(POOLS.size()));
                switch (random.nextInt(20)) {
                    case 0 -> player.takeOver(pool);
                    case 1 -> player.wire.arm(FAULTS.get(random.nextInt(FAULTS.size())));
                    case 2 -> player.append(pool, 2 * FaultyWire.LARGE);
                    case 3 -> LockSupport.parkNanos(random.nextInt(5_000_000));
                    default -> player.append(pool, random.nextInt(1_000));
                }
            }
            one.told.await(one.appended);
            two.told.await(two.appended);
            List<JournalEntry> acknowledged = Stream.of(one, two)
                    .flatMap(player -> player.told.durable().stream())
                    .toList();
            assertThat(Member.all(one.member.journal())).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(Stream.of(one, two).flatMap(player -> player.told.causes().stream()))
                    .isNotEmpty()
                    .allMatch(FencedException.class::isInstance);
            assertThat(one.wire.struck() + two.wire.struck())
                    .as("faults that struck")
                    .isPositive();
        }
    }

    @Test
    void aReaderMeetsEveryRecordWhileThreeMembersWrite() {
        int each = 1_500;
        JournalDatabase database = TestServer.open(url);
        List<Member> members = IntStream.range(0, 3)
                .mapToObj(i -> new Member(database, "member" + i))
                .toList();
        Recorded told = new Recorded();
        try (JournalReader reader = members.get(0).journal().read(0)) {
            List<Thread> writers = IntStream.range(0, 3)
                    .mapToObj(i -> new Thread(() -> {
                        members.get(i).takeOver(POOLS.get(i));
                        for (int n = 0; n < each; n++) {
                            members.get(i).append(POOLS.get(i), told);
                            while (members.get(i).journal().pendingBytes() > 20_000) {
                                LockSupport.parkNanos(200_000);
                            }
                        }
                    }))
                    .toList();
            writers.forEach(Thread::start);
            List<JournalEntry> met = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (met.size() < 3 * each) {
                assertThat(System.nanoTime()).as("met only " + met.size()).isLessThan(deadline);
                reader.next().ifPresent(met::add);
            }
            assertThat(met.stream().map(JournalEntry::offset))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 3 * each).mapToObj(i -> (long) i).toList());
            assertThat(told.await(3 * each).durable()).containsExactlyInAnyOrderElementsOf(met);
            assertThat(switches(met))
                    .as("flushes of different members behind each other")
                    .isGreaterThan(10);
        } finally {
            members.forEach(Member::close);
        }
    }

    private static long switches(List<JournalEntry> met) {
        List<String> pools =
                met.stream().map(JournalEntry::record).map(JournalRecord::pool).toList();
        return IntStream.range(1, pools.size())
                .filter(i -> !pools.get(i).equals(pools.get(i - 1)))
                .count();
    }
}
