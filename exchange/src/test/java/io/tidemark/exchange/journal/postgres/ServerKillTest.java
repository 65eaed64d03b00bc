package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.JournalBacklogException;
import io.tidemark.exchange.journal.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The server is killed under load and started again. This proves what its crash loses, not what a power cut of its machine
 * does: the system's memory survives the kill.
 */
class ServerKillTest {
    private static final List<String> POOLS = List.of("B200X8.PRN1", "H100X8.ORD1", "GB200X72.IAD1");
    private static final int KILLS = 3;

    @Test
    void everythingIsThereOnceAndEveryoneGoesOnByThemselves() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(20_261_121);
        Recorded heard = new Recorded();
        AtomicInteger appended = new AtomicInteger();
        try (TestServer server = TestServer.fresh();
                Member member = new Member(
                        TestServer.open(server.newDatabase()),
                        new PostgresJournalOptions("one", 64L << 20, Duration.ofSeconds(30)))) {
            POOLS.forEach(member::takeOver);
            Load load = new Load(member, heard, appended);
            load.start();
            for (int kill = 0; kill < KILLS; kill++) {
                int before = heard.durable().size();
                Thread.sleep(random.nextInt(50, 400));
                server.kill();
                Thread.sleep(random.nextInt(300));
                server.startAgain();
                heard.await(before + 1_000);
            }
            load.end();
            heard.await(appended.get());
            assertThat(heard.failed()).isEmpty();
            assertThat(Member.all(member.journal())).isEqualTo(heard.durable());
            assertThat(member.journal().failure()).isEmpty();
        }
    }

    /** Keeps some hundred records under way. */
    private static final class Load extends Thread {
        private final Member member;
        private final Recorded heard;
        private final AtomicInteger appended;
        private volatile boolean ending;

        Load(Member member, Recorded heard, AtomicInteger appended) {
            this.member = member;
            this.heard = heard;
            this.appended = appended;
        }

        @Override
        public void run() {
            SplittableRandom random = new SplittableRandom(7);
            while (!ending) {
                if (member.journal().pendingBytes() > 200_000) {
                    LockSupport.parkNanos(500_000);
                    continue;
                }
                try {
                    member.append(POOLS.get(random.nextInt(POOLS.size())), heard, random.nextInt(3_000));
                    appended.incrementAndGet();
                } catch (JournalBacklogException full) {
                    LockSupport.parkNanos(500_000);
                }
            }
        }

        void end() throws InterruptedException {
            ending = true;
            join();
        }
    }
}
