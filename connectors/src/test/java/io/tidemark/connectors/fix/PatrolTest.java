package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.duty.Duties;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A firm that comes in the moment in which its last visit is being ended keeps its session. */
class PatrolTest {
    private static final String FIRM = "FIRM";

    private final SharedTables tables = SharedDoors.newTables();
    private final SharedCustody custody = new SharedCustody(tables, new EveryDuty(), "here.example.com:9880");
    private final BlockingQueue<Long> ended = new LinkedBlockingQueue<>();

    private Patrol patrol() {
        return new Patrol(
                tables,
                custody,
                new Firms(),
                new Patrol.Sessions(compId -> true, compId -> false, compId -> {}, (compId, visit) -> {
                    // It comes here, and only then is the end of the visit before carried out.
                    custody.take(compId);
                    custody.giveBack(compId, visit);
                    ended.add(visit);
                }));
    }

    private void assertTheFirmHasItsSession() throws InterruptedException {
        try (Patrol patrol = patrol()) {
            patrol.start();
            assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(custody.has(FIRM)).isTrue();
        assertThat(custody.epoch(FIRM)).as("what its writes carry").isOne();
    }

    @Test
    void alsoIfItIsTheOneOfADoorThatIsGone() throws InterruptedException {
        tables.update("INSERT INTO fix.session (comp_id, connected) VALUES (?, true)", FIRM);
        assertTheFirmHasItsSession();
    }

    @Test
    void alsoIfItIsOneOfThisDoorThatHasLostItsConnection() throws InterruptedException {
        custody.take(FIRM);
        assertTheFirmHasItsSession();
    }

    /** What a member that is alone has. */
    private static final class EveryDuty implements Duties {
        private final Set<String> held = ConcurrentHashMap.newKeySet();

        @Override
        public long member() {
            return 1;
        }

        @Override
        public Claim claim(String duty, boolean inAnyCase) {
            held.add(duty);
            return new Claim(true, 1, 1);
        }

        @Override
        public void release(String duty) {
            held.remove(duty);
        }

        @Override
        public boolean holds(String duty) {
            return held.contains(duty);
        }

        @Override
        public boolean isPresent() {
            return true;
        }

        @Override
        public Duration silent() {
            return Duration.ZERO;
        }

        @Override
        public Map<String, String> holders() {
            return Map.of();
        }

        @Override
        public void close() {
            held.clear();
        }
    }
}
