package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.ACCESS;
import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.ClaimRefusedException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.StaleGenerationException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever has been overtaken does no harm. */
class GenerationTest {
    private static final NodeRef NODE = new NodeRef("b200x8-prn1-0001");
    private static final NodeRef OTHER = new NodeRef("b200x8-prn1-0002");
    private static final LeaseKey KEY = LeaseKey.spot(SERVERS, 7, 41);
    private static final ImageRef IMAGE = new ImageRef("any", "sha256:0");

    @Test
    void aDriverRefusesAGenerationOlderThanTheLastItHasSeen() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1).offered(SERVERS, 1);
        Fence late = new Fence(KEY, 900);
        bench.machines.claim(GangSpec.exactly(SERVERS.sku(), Placement.ANY, Set.of(NODE)), new Fence(KEY, 901), 0);
        assertThatThrownBy(() -> bench.machines.deploy(NODE, IMAGE, ACCESS, late, bench.now))
                .isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> bench.machines.release(NODE, ReleaseReason.LEASE_ENDED, late, bench.now))
                .isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> bench.machines.unfence(Set.of(NODE), late, bench.now))
                .isInstanceOf(StaleGenerationException.class);
    }

    @Test
    void theSameClaimTwiceIsOneClaimAndARivalGetsNothing() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2).offered(SERVERS, 2);
        GangSpec both = GangSpec.exactly(SERVERS.sku(), Placement.ANY, Set.of(NODE, OTHER));
        GangSpec one = GangSpec.exactly(SERVERS.sku(), Placement.ANY, Set.of(NODE));
        LeaseKey rival = LeaseKey.spot(SERVERS, 8, 42);
        bench.machines.claim(one, new Fence(rival, 900), bench.now);
        assertThatThrownBy(() -> bench.machines.claim(both, new Fence(KEY, 901), bench.now))
                .isInstanceOf(ClaimRefusedException.class);
        assertThat(bench.witness.holders(bench.now)).containsOnlyKeys(NODE);

        bench.machines.release(NODE, ReleaseReason.LEASE_ENDED, new Fence(rival, 902), bench.now);
        bench.now += 20 * MINUTE;
        Claim first = bench.machines.claim(both, new Fence(KEY, 903), bench.now);
        assertThat(bench.machines.claim(both, new Fence(KEY, 903), bench.now)).isEqualTo(first);
        assertThat(first.nodes()).containsExactlyInAnyOrder(NODE, OTHER);
    }

    /** The process sleeps between its intent and the act; when it wakes up, the nodes are with somebody else. */
    @Test
    void aFleetThatSleptBeforeItsActTakesNothingFromTheNextTenant() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2).offered(SERVERS, 2);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 2, false);
        LeaseKey next = LeaseKey.spot(SERVERS, 8, 42);
        bench.runUntil(bench.now + 10 * MINUTE);
        bench.fleet.release(key, bench.nextVersion(), 0, bench.now);
        bench.now += MINUTE;
        Fleet awake = new Fleet(bench.rows, bench.machines, bench.machines, FleetPolicy.standard());
        int releases = bench.witness.releases;
        bench.witness.beforeNextVerb = () -> {
            // The bridge has let the first release pass, the driver must not; the second the bridge refuses itself.
            bench.spot(SERVERS, 8, 42, 2, false);
            for (int minute = 0; minute < 40; minute++) {
                bench.now += MINUTE;
                awake.step(bench.now);
            }
            assertThat(bench.handedOver(next)).isEqualTo(2);
        };
        StepReport report = bench.fleet.step(bench.now);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(bench.witness.releases - releases).as("asked of the driver").isEqualTo(1);
        bench.runUntil(bench.now + 10 * MINUTE);
        assertThat(bench.handedOver(next)).isEqualTo(2);
        assertThat(bench.witness.views(bench.now).values()).allMatch(view -> view.phase() == Phase.ACTIVE);
        assertThat(bench.fleet.handOvers(next))
                .hasSize(2)
                .allMatch(span -> span.until().isEmpty());
    }

    /** What was seen of a node before another process took it further says nothing about where it is now. */
    @Test
    void anOldSightOfANodeIsNotHeldAgainstIt() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1);
        bench.fleet.setOffered(SERVERS, 1, bench.now);
        bench.runUntil(bench.now + MINUTE);
        assertThat(bench.count(SERVERS, NodeState.SANITIZING)).isEqualTo(1);
        Fleet awake = new Fleet(bench.rows, bench.machines, bench.machines, FleetPolicy.standard());
        long before = bench.now;
        bench.witness.afterNextList = () -> {
            for (int minute = 1; minute < 20; minute++) {
                awake.step(before + minute * MINUTE);
            }
        };
        bench.fleet.step(before);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(1);
    }
}
