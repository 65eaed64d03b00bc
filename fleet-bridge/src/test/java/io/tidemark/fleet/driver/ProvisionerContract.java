package io.tidemark.fleet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.GangSpec.Placement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What every provisioner must do, whatever stands behind it. */
public abstract class ProvisionerContract {
    protected static final PoolId SERVERS = PoolId.parse("B200X8.PRN1");
    protected static final PoolId RACKS = PoolId.parse("GB200R64.PRN1");
    protected static final Access ACCESS =
            new Access("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMfy tenant@example", "#cloud-config\nhostname: hers\n");

    private static final AtomicLong GENERATIONS = new AtomicLong();
    private static final LeaseKey LEASE = LeaseKey.firm(SERVERS, 7, 498_761);
    private static final LeaseKey RIVAL = LeaseKey.spot(SERVERS, 8, 17);

    protected abstract Provisioner provisioner();

    /** New servers in internal use, each an NVLink domain of its own. */
    protected abstract List<NodeRef> servers(int count);

    /** New trays in internal use, all in one NVLink domain. */
    protected abstract List<NodeRef> trays(int count);

    /** The internal scheduler's part of leaving internal use. */
    protected abstract void fence(Set<NodeRef> nodes, Fence fence);

    /** The internal scheduler's part of coming back. */
    protected abstract void unfence(Set<NodeRef> nodes, Fence fence);

    /** Every sanitizing of this node fails from now on, or none. */
    protected abstract void failErase(NodeRef node, boolean fails);

    protected abstract void failHealthCheck(NodeRef node);

    protected abstract void kill(NodeRef node);

    /** Whatever killed it is mended. */
    protected abstract void revive(NodeRef node);

    protected abstract ImageRef image();

    protected abstract long now();

    /** Lets a little time pass, of which there is only so much. */
    protected abstract void pass(String waitingFor);

    @Test
    void aNodeThatNobodyTookIsInInternalUse() {
        NodeRef server = servers(1).get(0);
        NodeRef tray = trays(2).get(1);

        assertThat(view(server).phase()).isEqualTo(Phase.INTERNAL);
        assertThat(view(server).pool()).isEqualTo(SERVERS);
        assertThat(view(server).domain()).isEqualTo(server.name());
        assertThat(view(server).lease()).isEmpty();
        assertThat(view(server).since()).isLessThanOrEqualTo(now());
        assertThat(view(tray).pool()).isEqualTo(RACKS);
        assertThat(view(tray).domain()).isNotEqualTo(tray.name());
    }

    @Test
    void whatComesFromInternalUseIsSanitizedWithEvidenceForEveryStep() {
        NodeRef node = servers(1).get(0);
        long epoch = sanitizeFromInternal(Set.of(node)).generation();

        NodeView clean = view(node);
        assertThat(clean.phase()).isEqualTo(Phase.CLEAN);
        assertThat(clean.sanitizeEpoch()).isEqualTo(epoch);
        SanitizeReport report = report(node, epoch).orElseThrow();
        assertThat(report.isComplete()).as("%s", report).isTrue();
        assertThat(report.epoch()).isEqualTo(epoch);
        assertThat(report(node, epoch + 1)).as("a sanitizing that never was").isEmpty();
    }

    @Test
    void releasingAgainWithTheSameGenerationChangesNothing() {
        NodeRef node = servers(1).get(0);
        Fence house = sanitizeFromInternal(Set.of(node));

        provisioner().release(node, ReleaseReason.FROM_INTERNAL, house, now());

        assertThat(view(node).phase()).isEqualTo(Phase.CLEAN);
    }

    @Test
    void theSameFenceGivesTheSameClaim() {
        List<NodeRef> nodes = cleanServers(3);
        Fence fence = next(LEASE);

        Claim claim = claim(nodes, 2, fence);
        Claim again = claim(nodes, 2, fence);

        assertThat(claim.nodes()).hasSize(2).isSubsetOf(nodes);
        assertThat(again).isEqualTo(claim);
        assertThat(nodes).filteredOn(node -> view(node).phase() == Phase.CLEAN).hasSize(1);
        assertThat(claim.nodes()).allSatisfy(node -> {
            assertThat(view(node).phase()).isEqualTo(Phase.CLAIMED);
            assertThat(view(node).lease()).contains(LEASE);
            assertThat(view(node).generation()).isEqualTo(fence.generation());
        });
    }

    @Test
    void preferredNodesComeFirst() {
        List<NodeRef> nodes = cleanServers(2);
        NodeRef preferred = nodes.get(1);
        Fence fence = next(LEASE);

        Claim claim = asked(() -> provisioner()
                .claim(new GangSpec(Sku.B200X8, 1, Placement.ANY, Set.copyOf(nodes), Set.of(preferred)), fence, now()));

        assertThat(claim.nodes()).containsExactly(preferred);
    }

    @Test
    void aGangThatCannotBeHadWholeIsNotHadAtAll() {
        List<NodeRef> nodes = cleanServers(2);
        claim(nodes.subList(0, 1), 1, next(RIVAL));

        assertThatThrownBy(() -> claim(nodes, 2, next(LEASE))).isInstanceOf(ClaimRefusedException.class);

        assertThat(view(nodes.get(0)).lease()).contains(RIVAL);
        assertThat(view(nodes.get(1)).phase()).isEqualTo(Phase.CLEAN);
        assertThat(view(nodes.get(1)).lease()).isEmpty();
    }

    @Test
    void nodesOfTwoDomainsAreNoGangOfOne() {
        List<NodeRef> nodes = cleanServers(2);
        Fence fence = next(LEASE);

        assertThatThrownBy(() -> asked(() -> provisioner()
                        .claim(GangSpec.exactly(Sku.B200X8, Placement.SAME_DOMAIN, Set.copyOf(nodes)), fence, now())))
                .isInstanceOf(ClaimRefusedException.class);

        assertThat(nodes).allSatisfy(node -> assertThat(view(node).phase()).isEqualTo(Phase.CLEAN));
    }

    @Test
    void nobodyGetsANodeThatWasNotSanitized() {
        List<NodeRef> nodes = servers(1);

        assertThatThrownBy(() -> claim(nodes, 1, next(LEASE))).isInstanceOf(ClaimRefusedException.class);

        assertThat(view(nodes.get(0)).phase()).isEqualTo(Phase.INTERNAL);
    }

    @Test
    void aLeaseRunsAndLeavesACleanNodeBehind() {
        NodeRef node = cleanServers(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), 1, fence);

        deploy(node, fence);
        deploy(node, fence);
        awaitPhase(node, Phase.ACTIVE);
        deploy(node, fence);
        assertThat(view(node).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(view(node).lease()).contains(LEASE);

        Fence end = next(LEASE);
        release(node, ReleaseReason.LEASE_ENDED, end);
        awaitPhase(node, Phase.CLEAN);
        assertThat(view(node).lease()).isEmpty();
        assertThat(view(node).sanitizeEpoch()).isEqualTo(end.generation());
        assertThat(report(node, end.generation()).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void aClaimedNodeThatNobodyStartedIsSanitizedToo() {
        NodeRef node = cleanServers(1).get(0);
        claim(List.of(node), 1, next(LEASE));

        Fence end = next(LEASE);
        release(node, ReleaseReason.LEASE_ENDED, end);

        awaitPhase(node, Phase.CLEAN);
        assertThat(view(node).lease()).isEmpty();
        assertThat(report(node, end.generation()).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void onlyItsHolderCanStartOrReleaseANode() {
        NodeRef node = cleanServers(1).get(0);
        claim(List.of(node), 1, next(LEASE));

        assertThatThrownBy(() -> deploy(node, next(RIVAL))).isInstanceOf(DriverException.class);
        assertThatThrownBy(() -> release(node, ReleaseReason.LEASE_ENDED, next(RIVAL)))
                .isInstanceOf(DriverException.class);

        assertThat(view(node).phase()).isEqualTo(Phase.CLAIMED);
        assertThat(view(node).lease()).contains(LEASE);
    }

    @Test
    void whoeverHasBeenOvertakenIsRefused() {
        NodeRef node = cleanServers(1).get(0);
        Fence late = next(LEASE);
        Fence fence = next(LEASE);
        claim(List.of(node), 1, fence);

        assertThatThrownBy(() -> claim(List.of(node), 1, late)).isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> deploy(node, late)).isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> release(node, ReleaseReason.LEASE_ENDED, late))
                .isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> provisioner().giveBack(node, late, now()))
                .isInstanceOf(StaleGenerationException.class);

        assertThat(view(node).phase()).isEqualTo(Phase.CLAIMED);
        assertThat(view(node).generation()).isEqualTo(fence.generation());
    }

    @Test
    void aFailedHealthCheckIsAFailedDeploymentAndIsCleanedUp() {
        NodeRef node = cleanServers(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), 1, fence);
        failHealthCheck(node);

        deploy(node, fence);
        awaitPhase(node, Phase.DEPLOY_FAILED);
        asking(() -> provisioner().quarantine(node, "DEPLOY_FAILED", now()));
        assertThat(view(node).phase()).isEqualTo(Phase.HELD);

        Fence house = next(LeaseKey.house(SERVERS));
        release(node, ReleaseReason.DEPLOY_FAILED, house);
        awaitPhase(node, Phase.CLEAN);
        assertThat(report(node, house.generation()).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void aFailedEraseProvesNothingAndStaysUntilItIsRepaired() {
        NodeRef node = servers(1).get(0);
        Fence house = next(LeaseKey.house(SERVERS));
        fence(Set.of(node), house);
        failErase(node, true);
        release(node, ReleaseReason.FROM_INTERNAL, house);
        awaitPhase(node, Phase.CLEAN_FAILED);

        assertThat(report(node, house.generation()).map(SanitizeReport::isComplete))
                .isNotEqualTo(Optional.of(true));
        asking(() -> provisioner().quarantine(node, "ERASE_FAILED", now()));
        assertThat(view(node).phase()).isEqualTo(Phase.HELD);
        assertThatThrownBy(() -> release(node, ReleaseReason.REPAIRED, next(LeaseKey.house(SERVERS))))
                .isInstanceOf(DriverException.class)
                .isNotInstanceOf(BackendBusyException.class);

        failErase(node, false);
        asking(() -> provisioner().repaired(node, now()));
        Fence again = next(LeaseKey.house(SERVERS));
        release(node, ReleaseReason.REPAIRED, again);
        awaitPhase(node, Phase.CLEAN);
        assertThat(report(node, again.generation()).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void aNodeInQuarantineIsNobodysUntilItIsRepairedAndSanitized() {
        NodeRef node = cleanServers(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), 1, fence);
        deploy(node, fence);
        awaitPhase(node, Phase.ACTIVE);

        asking(() -> provisioner().quarantine(node, "UNEXPECTED", now()));
        asking(() -> provisioner().quarantine(node, "UNEXPECTED", now()));
        assertThat(view(node).phase()).isEqualTo(Phase.HELD);
        assertThatThrownBy(() -> claim(List.of(node), 1, next(RIVAL))).isInstanceOf(ClaimRefusedException.class);

        asking(() -> provisioner().repaired(node, now()));
        assertThat(view(node).phase()).isEqualTo(Phase.HELD);
        Fence house = next(LeaseKey.house(SERVERS));
        release(node, ReleaseReason.REPAIRED, house);
        awaitPhase(node, Phase.CLEAN);
        assertThat(report(node, house.generation()).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void aNodeThatDiesUnderItsTenantIsDeadUntilItIsRepaired() {
        NodeRef node = cleanServers(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), 1, fence);
        deploy(node, fence);
        awaitPhase(node, Phase.ACTIVE);

        kill(node);
        awaitPhase(node, Phase.DEAD);
        assertThatThrownBy(() -> release(node, ReleaseReason.LEASE_ENDED, next(LEASE)))
                .isInstanceOf(DriverException.class)
                .isNotInstanceOf(BackendBusyException.class);

        revive(node);
        asking(() -> provisioner().repaired(node, now()));
        asking(() -> provisioner().quarantine(node, "NODE_DEAD", now()));
        asking(() -> provisioner().repaired(node, now()));
        Fence house = next(LeaseKey.house(SERVERS));
        release(node, ReleaseReason.REPAIRED, house);
        awaitPhase(node, Phase.CLEAN);
    }

    @Test
    void aSanitizedNodeGoesBackToInternalUse() {
        NodeRef node = cleanServers(1).get(0);

        Fence back = next(LeaseKey.house(SERVERS));
        asking(() -> provisioner().giveBack(node, back, now()));
        asking(() -> provisioner().giveBack(node, back, now()));
        unfence(Set.of(node), back);
        awaitPhase(node, Phase.INTERNAL);
        assertThatThrownBy(() -> claim(List.of(node), 1, next(LEASE))).isInstanceOf(ClaimRefusedException.class);

        long again = sanitizeFromInternal(Set.of(node)).generation();
        assertThat(report(node, again).orElseThrow().isComplete()).isTrue();
    }

    @Test
    void aTenantsNodeCannotGoBackToInternalUse() {
        NodeRef node = cleanServers(1).get(0);
        claim(List.of(node), 1, next(LEASE));

        assertThatThrownBy(() -> provisioner().giveBack(node, next(LEASE), now()))
                .isInstanceOf(DriverException.class);

        assertThat(view(node).phase()).isEqualTo(Phase.CLAIMED);
    }

    @Test
    void aRackIsHadWhole() {
        List<NodeRef> trays = trays(3);
        sanitizeFromInternal(Set.copyOf(trays));
        Fence fence = next(LeaseKey.firm(RACKS, 7, 498_761));

        Claim claim = asked(() -> provisioner()
                .claim(GangSpec.exactly(Sku.GB200R64, Placement.SAME_DOMAIN, Set.copyOf(trays)), fence, now()));

        assertThat(claim.nodes()).containsExactlyInAnyOrderElementsOf(trays);
    }

    protected List<NodeRef> cleanServers(int count) {
        List<NodeRef> nodes = servers(count);
        sanitizeFromInternal(new LinkedHashSet<>(nodes));
        return nodes;
    }

    private Fence sanitizeFromInternal(Set<NodeRef> nodes) {
        Fence house = next(LeaseKey.house(SERVERS));
        fence(nodes, house);
        nodes.forEach(node -> release(node, ReleaseReason.FROM_INTERNAL, house));
        nodes.forEach(node -> awaitPhase(node, Phase.CLEAN));
        return house;
    }

    protected Claim claim(List<NodeRef> candidates, int count, Fence fence) {
        GangSpec gang = new GangSpec(Sku.B200X8, count, Placement.ANY, Set.copyOf(candidates), Set.of());
        return asked(() -> provisioner().claim(gang, fence, now()));
    }

    protected void deploy(NodeRef node, Fence fence) {
        asking(() -> provisioner().deploy(node, image(), ACCESS, fence, now()));
    }

    protected void release(NodeRef node, ReleaseReason reason, Fence fence) {
        asking(() -> provisioner().release(node, reason, fence, now()));
    }

    protected Optional<SanitizeReport> report(NodeRef node, long epoch) {
        return provisioner().sanitizeReport(node, epoch, now());
    }

    protected static Fence next(LeaseKey lease) {
        return new Fence(lease, GENERATIONS.incrementAndGet());
    }

    protected NodeView view(NodeRef node) {
        Optional<Cursor> cursor = Optional.of(Cursor.START);
        while (cursor.isPresent()) {
            Page<NodeView> page = provisioner().list(cursor.get(), now());
            for (NodeView view : page.items()) {
                if (view.node().equals(node)) {
                    return view;
                }
            }
            cursor = page.next();
        }
        throw new AssertionError("no " + node);
    }

    protected void awaitPhase(NodeRef node, Phase phase) {
        NodeView seen = view(node);
        while (seen.phase() != phase) {
            pass("for " + phase + ", but it is " + seen);
            seen = view(node);
        }
    }

    protected void asking(Runnable what) {
        asked(() -> {
            what.run();
            return true;
        });
    }

    /** As often as the backend is busy. */
    protected <T> T asked(Supplier<T> what) {
        while (true) {
            try {
                return what.get();
            } catch (BackendBusyException busy) {
                pass("while the backend is busy: " + busy.getMessage());
            }
        }
    }
}
