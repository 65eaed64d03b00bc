package io.tidemark.exchange.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.TestServer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private static final String PRICING = "pricing";
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final String url = TestServer.shared().newDatabase();

    private PostgresDuties member(String address) {
        return PostgresDuties.open(JournalDatabase.open(url, "postgres", ""), address, SILENCE);
    }

    @Test
    void oneHasADutyAndTheNextGetsItWithAHigherEpoch() {
        try (PostgresDuties one = member("one");
                PostgresDuties two = member("two")) {
            Duties.Claim first = one.claim(PRICING);
            assertThat(first).isEqualTo(new Duties.Claim(true, one.member(), 1));
            assertThat(one.claim(PRICING)).as("again").isEqualTo(first);
            assertThat(two.claim(PRICING)).isEqualTo(new Duties.Claim(false, one.member(), 1));
            assertThat(two.holds(PRICING)).isFalse();
            two.release(PRICING);
            assertThat(two.claim(PRICING).mine())
                    .as("only its holder gives it back")
                    .isFalse();
            one.release(PRICING);
            assertThat(two.claim(PRICING)).isEqualTo(new Duties.Claim(true, two.member(), 2));
            assertThat(one.claim(PRICING, true)).isEqualTo(new Duties.Claim(true, one.member(), 3));
        }
    }

    @Test
    void whatAMemberHadIsFreeWhenItLeaves() {
        PostgresDuties one = member("one");
        one.claim(PRICING);
        one.close();
        assertThat(one.isPresent()).isFalse();
        try (PostgresDuties two = member("two")) {
            assertThat(two.claim(PRICING).mine()).isTrue();
        }
    }

    @Test
    void whoSaysNothingForTooLongIsNotPresentAndFindsOut() throws InterruptedException {
        try (PostgresDuties one = member("one");
                PostgresDuties two = member("two")) {
            one.claim(PRICING);
            // As if it had said nothing since: nobody else can make it silent and keep its session.
            TestServer.run(
                    url,
                    "CREATE FUNCTION duty.deaf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                            + " IF NEW.address = ''one'' THEN NEW.renewed := OLD.renewed; END IF; RETURN NEW; END'");
            TestServer.run(
                    url,
                    "CREATE TRIGGER deaf BEFORE UPDATE ON duty.member FOR EACH ROW EXECUTE FUNCTION" + " duty.deaf()");
            assertThat(two.claim(PRICING).mine()).as("not at once").isFalse();
            for (int i = 0; i < 200 && !two.claim(PRICING).mine(); i++) {
                Thread.sleep(50);
            }
            assertThat(two.holds(PRICING)).isTrue();
            for (int i = 0; i < 200 && one.holds(PRICING); i++) {
                Thread.sleep(50);
            }
            assertThat(one.holds(PRICING)).isFalse();
        }
    }

    @Test
    void aMemberWhoseSessionEndsIsGoneAtOnce() {
        try (PostgresDuties one = member("one");
                PostgresDuties two = member("two")) {
            one.claim(PRICING);
            // What the kill of a process comes to, as the server sees it.
            TestServer.run(
                    url,
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND"
                            + " (classid::bigint << 32) + objid::bigint = " + one.member());
            assertThat(two.claim(PRICING).mine()).isTrue();
        }
    }

    @Test
    void workForOneIsDoneByOneAndGoesOnElsewhere() throws InterruptedException {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (PostgresDuties two = member("two")) {
            PostgresDuties one = member("one");
            SoleDuty atOne = new SoleDuty(one, PRICING, Duration.ofMillis(20), work("one", said));
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("one begins 1");
            SoleDuty atTwo = new SoleDuty(two, PRICING, Duration.ofMillis(20), work("two", said));
            assertThat(said.poll(200, TimeUnit.MILLISECONDS)).isNull();
            atOne.close();
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("one ends");
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("two begins 2");
            one.claim(PRICING, true);
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("two ends");
            atTwo.close();
            one.close();
        }
    }

    private static SoleDuty.Work work(String member, BlockingQueue<String> said) {
        return new SoleDuty.Work() {
            @Override
            public void begin(long epoch) {
                said.add(member + " begins " + epoch);
            }

            @Override
            public void end() {
                said.add(member + " ends");
            }
        };
    }
}
