package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.ACCESS;
import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HandOver;
import io.tidemark.exchange.pool.Command.MeterHour;
import io.tidemark.exchange.pool.Command.Reading;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.driver.LeaseKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the exchange is told of machines that are handed over, die and are replaced. */
class MeterTest {
    private static final long HOUR = Hours.containing(T0) + 1;
    private static final long START = Hours.startMillis(HOUR);
    private static final long ALICE = 7;
    private static final long BID = 42;

    private final Bench bench = Bench.withoutFaults().installed(SERVERS, 6);
    private List<Event.Delivery> due = List.of();
    private final FleetMeter meter = new FleetMeter(SERVERS, bench.fleet, (pool, query) -> new View.DueView(due));

    /** Steps the fleet by the minute, and gathers what the meter says about spot. */
    private List<Command> watchUntil(long end) {
        List<Command> said = new ArrayList<>();
        while (bench.now < end) {
            bench.runUntil(Math.min(end, bench.now + MINUTE));
            said.addAll(meter.handOvers(List.of(ALICE)));
        }
        return said;
    }

    @Test
    void aSpotLotCountsFromItsHandOverAndADeadOneNotUntilItIsReplaced() {
        bench.offered(SERVERS, 4);
        LeaseKey lease = bench.spot(SERVERS, ALICE, BID, 2, false);
        List<Command> atFirst = watchUntil(bench.now + 15 * MINUTE);
        assertThat(atFirst).first().isEqualTo(new HandOver(BID, 0));
        assertThat(atFirst).last().isEqualTo(new HandOver(BID, 2));

        bench.machines.kill(bench.nodesOf(lease).get(0), bench.now);
        List<Command> afterwards = watchUntil(bench.now + 30 * MINUTE);
        assertThat(afterwards).first().isEqualTo(new HandOver(BID, 1));
        assertThat(afterwards).last().isEqualTo(new HandOver(BID, 2));
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isEqualTo(1);
        assertThat(watchUntil(bench.now + 5 * MINUTE))
                .as("nothing new, nothing said")
                .isEmpty();
    }

    @Test
    void aFirmHourThatWasDeliveredWholeNeedsNoReading() {
        bench.offered(SERVERS, 4);
        due = List.of(new Event.Delivery(11, ALICE, 2, false));
        bench.firm(SERVERS, ALICE, HOUR, 2);
        bench.runUntil(START + 62 * MINUTE);
        assertThat(meter.reading(HOUR)).contains(new MeterHour(HOUR, List.of()));
    }

    @Test
    void aMachineThatDiesIsReplacedAndOnlyDeliveredTimeIsRead() {
        bench.offered(SERVERS, 4);
        due = List.of(new Event.Delivery(11, ALICE, 1, false), new Event.Delivery(12, ALICE, 1, true));
        LeaseKey lease = bench.firm(SERVERS, ALICE, HOUR, 2);
        bench.runUntil(START + 20 * MINUTE);
        bench.machines.kill(bench.nodesOf(lease).get(0), bench.now);
        bench.runUntil(START + 62 * MINUTE);

        MeterHour reading = (MeterHour) meter.reading(HOUR).orElseThrow();
        // The oldest parcel keeps the lot that stood all the time; the swap costs the other some minutes.
        assertThat(reading.shortfalls()).extracting(Reading::parcel).containsExactly(12L);
        assertThat(reading.shortfalls().get(0).deliveredSeconds()).isBetween(20 * 60, 57 * 60);
        assertThat(bench.fleet.handOvers(lease)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void nobodyPaysForLotsThatNeverCame() {
        due = List.of(new Event.Delivery(11, ALICE, 2, true));
        bench.fleet.deliver(Delivery.firm(SERVERS, ALICE, HOUR, bench.nextVersion(), 2, ACCESS), bench.now);
        bench.runUntil(START + 62 * MINUTE);
        assertThat(meter.reading(HOUR)).contains(new MeterHour(HOUR, List.of(new Reading(11, 0))));
    }
}
