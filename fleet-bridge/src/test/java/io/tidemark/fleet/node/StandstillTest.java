package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command.MeterHour;
import io.tidemark.exchange.pool.Command.Reading;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.embedded.Faults;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** For hours nobody looked at the fleet: the process was down, or the backend away. */
class StandstillTest {
    private static final long ALICE = 7;
    private static final long STANDSTILL = 6 * 60 * MINUTE;

    private final AtomicBoolean refusing = new AtomicBoolean();
    private final Bench bench = Bench.with(1, Faults.NONE, refusing::get).installed(SERVERS, 6);

    /** Another process goes on, hours later. */
    private void standStill() {
        bench.restart();
        bench.now += STANDSTILL;
    }

    @Test
    void whatWasUnderWayIsFinishedAndNothingIsQuarantined() {
        bench.fleet.setOffered(SERVERS, 6, bench.now);
        bench.runUntil(bench.now + 3 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.SANITIZING)).isEqualTo(6);
        standStill();
        bench.runUntil(bench.now + 3 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(6);

        LeaseKey lease = bench.spot(SERVERS, ALICE, 42, 4, false);
        bench.runUntil(bench.now + 2 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.DEPLOYING)).isEqualTo(4);
        standStill();
        bench.runUntil(bench.now + 3 * MINUTE);
        assertThat(bench.handedOver(lease)).isEqualTo(4);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isZero();
    }

    @Test
    void whatWasNeverAskedForIsAskedForInsteadOfBeingLate() {
        bench.offered(SERVERS, 2);
        LeaseKey lease = bench.spot(SERVERS, ALICE, 42, 2, false);
        bench.runUntil(bench.now + 20 * MINUTE);
        bench.fleet.release(lease, bench.nextVersion(), 0, bench.now);
        refusing.set(true);
        bench.runUntil(bench.now + MINUTE);
        assertThat(bench.count(SERVERS, NodeState.RELEASING)).isEqualTo(2);
        standStill();
        refusing.set(false);
        bench.runUntil(bench.now + 20 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(2);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isZero();
    }

    @Test
    void aLimitEndsAfterAsMuchTimeAsSomebodyLooked() {
        bench.offered(SERVERS, 1);
        LeaseKey lease = bench.spot(SERVERS, ALICE, 42, 1, false);
        bench.runUntil(bench.now + 20 * MINUTE);
        bench.fleet.release(lease, bench.nextVersion(), 0, bench.now);
        refusing.set(true);
        long limit = FleetPolicy.standard().sanitize().toMillis();
        long allowance = FleetPolicy.standard().staleAfter().toMillis();
        bench.runUntil(bench.now + 20 * MINUTE);
        standStill();
        bench.runUntil(bench.now + limit - 20 * MINUTE - allowance - MINUTE);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isZero();
        bench.runUntil(bench.now + 2 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isEqualTo(1);
    }

    @Test
    void aBackendThatIsAwayIsNoLookEither() {
        bench.fleet.setOffered(SERVERS, 6, bench.now);
        bench.runUntil(bench.now + 3 * MINUTE);
        long lastLook = bench.now;
        bench.witness.away = true;
        for (int minute = 0; minute < 120; minute++) {
            bench.now += MINUTE;
            assertThat(bench.fleet.step(bench.now).stale()).isTrue();
        }
        assertThat(bench.fleet.lastLook()).hasValue(lastLook);
        bench.witness.away = false;
        bench.runUntil(bench.now + 3 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(6);
        assertThat(bench.fleet.lastLook()).hasValue(bench.now);
    }

    @Test
    void anHourThatEndedMeanwhileIsMeteredByWhatTheNodesSayAfterwards() {
        bench.offered(SERVERS, 2);
        long hour = Hours.containing(T0) + 1;
        long start = Hours.startMillis(hour);
        List<Event.Delivery> due =
                List.of(new Event.Delivery(11, ALICE, 1, false), new Event.Delivery(12, ALICE, 1, false));
        FleetMeter meter = new FleetMeter(SERVERS, bench.fleet, (pool, query) -> new View.DueView(due));
        LeaseKey lease = bench.firm(SERVERS, ALICE, hour, 2);
        bench.runUntil(start + MINUTE);
        assertThat(bench.handedOver(lease)).isEqualTo(2);
        bench.machines.kill(bench.nodesOf(lease).get(1), start + 30 * MINUTE);
        standStill();
        assertThat(meter.reading(hour))
                .as("nobody has looked since the hour ended")
                .isEmpty();

        bench.runUntil(bench.now + MINUTE);
        assertThat(meter.reading(hour)).contains(new MeterHour(hour, List.of(new Reading(12, 30 * 60))));
        assertThat(bench.fleet.handOvers(lease))
                .map(span -> span.until().orElseThrow())
                .containsExactlyInAnyOrder(start + 30 * MINUTE, Hours.startMillis(hour + 1));
    }

    @Test
    void aNoticeThatEndedMeanwhileEndsTheCountAtItsOwnEnd() {
        bench.offered(SERVERS, 1);
        LeaseKey lease = bench.spot(SERVERS, ALICE, 42, 1, false);
        bench.runUntil(bench.now + 20 * MINUTE);
        long end = bench.now + 5 * MINUTE;
        bench.fleet.notice(lease, bench.nextVersion(), 0, end, bench.now);
        bench.runUntil(bench.now + MINUTE);
        standStill();
        bench.runUntil(bench.now + MINUTE);
        assertThat(bench.fleet.handOvers(lease))
                .singleElement()
                .satisfies(span -> assertThat(span.until()).hasValue(end));
    }
}
