package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.ACCESS;
import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.RACKS;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.embedded.Faults;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What settlement and surplus may rely on. */
class LeaseTest {
    private static final long HOUR = Hours.containing(T0) + 1;
    private static final long START = Hours.startMillis(HOUR);

    @Test
    void lotsStandOfferedOnlyWhenSurplusSaysSoAndGoBackWhenItSaysSo() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 5).offered(SERVERS, 3);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(3);
        assertThat(bench.count(SERVERS, NodeState.INTERNAL)).isEqualTo(2);
        assertThat(bench.fleet.usableLots(SERVERS, bench.now)).isEqualTo(3);

        bench.fleet.setOffered(SERVERS, 1, bench.now);
        bench.runUntil(bench.now + 2 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.OFFERABLE)).isEqualTo(1);
        assertThat(bench.count(SERVERS, NodeState.INTERNAL)).isEqualTo(4);
    }

    @Test
    void whatATenantHasDoesNotGoBackBeforeItsHourIsOver() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2).offered(SERVERS, 2);
        LeaseKey key = bench.firm(SERVERS, 7, HOUR, 2);
        bench.runUntil(START + MINUTE);
        bench.fleet.setOffered(SERVERS, 0, bench.now);
        bench.runUntil(START + 59 * MINUTE);
        assertThat(bench.handedOver(key)).isEqualTo(2);
        assertThat(bench.fleet.usableLots(SERVERS, bench.now)).isEqualTo(2);
        bench.runUntil(START + 80 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.INTERNAL)).isEqualTo(2);
    }

    @Test
    void firmLotsAreReadyAtTheStartOfTheirHourAndDeliveredForAllOfIt() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 4).offered(SERVERS, 4);
        LeaseKey key = bench.firm(SERVERS, 7, HOUR, 3);
        bench.runUntil(START);
        assertThat(bench.handedOver(key)).isEqualTo(3);
        bench.runUntil(START + 70 * MINUTE);
        assertThat(bench.fleet.handOvers(key))
                .hasSize(3)
                .allMatch(span -> span.readyAt() <= START)
                .allMatch(span -> span.deliveredMillis(START, START + Hours.MILLIS) == Hours.MILLIS);
        assertThat(bench.fleet.changesAfter(0, 100))
                .hasSize(6)
                .map(Change::sequence)
                .isSorted();
    }

    @Test
    void ofEachNodeThatWasHandedOverThereIsTheProofOfTheSanitizingBeforeIt() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1).offered(SERVERS, 1);
        LeaseKey first = bench.firm(SERVERS, 7, HOUR, 1);
        bench.runUntil(START + 59 * MINUTE);
        HandOverProof before = bench.fleet.proofs(first).get(0);
        bench.runUntil(START + 120 * MINUTE);
        LeaseKey second = bench.firm(SERVERS, 8, HOUR + 3, 1);
        bench.runUntil(START + 190 * MINUTE);

        assertThat(bench.fleet.proofs(first)).containsExactly(before);
        HandOverProof after = bench.fleet.proofs(second).get(0);
        assertThat(after.node()).isEqualTo(before.node());
        assertThat(after.report().epoch()).isGreaterThan(before.report().epoch());
        for (HandOverProof proof : List.of(before, after)) {
            assertThat(proof.report().isComplete()).isTrue();
            assertThat(proof.report().simulated()).isTrue();
            assertThat(proof.report().steps()).allMatch(step -> step.endedAt() <= proof.readyAt());
        }
        assertThat(after.report().steps())
                .as("after the first tenant had left")
                .allMatch(step -> step.startedAt() >= START + 60 * MINUTE);
        assertThat(bench.fleet.proofs(LeaseKey.firm(SERVERS, 9, HOUR))).isEmpty();
    }

    @Test
    void theHolderSeesWhereItsNodesAnswerAndThatTheyAreSimulated() {
        Bench bench = Bench.withoutFaults().installed(RACKS, 1).offered(RACKS, 1);
        bench.firm(RACKS, 7, HOUR, 1);
        bench.runUntil(START);
        LeaseView lease = bench.fleet.leases(7).get(0);
        assertThat(bench.fleet.leases(8)).isEmpty();
        LeaseView.LotView lot = lease.assigned().get(0);
        assertThat(lot.lot()).isEqualTo("gb200r64-hyp1-0001");
        assertThat(lot.readySince().orElseThrow()).isLessThanOrEqualTo(START);
        assertThat(lot.nodes()).hasSize(16).allSatisfy(node -> {
            assertThat(node.simulated()).isTrue();
            assertThat(node.state()).isEqualTo(NodeState.LEASED);
            assertThat(node.ssh().address()).startsWith("203.0.113.");
            assertThat(node.ssh().port()).isEqualTo(22_000);
        });
        assertThat(lot.nodes()).map(node -> node.ssh().address()).doesNotHaveDuplicates();
    }

    @Test
    void theSameDeliveryTwiceIsOnceAndALateOneIsIgnored() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 4).offered(SERVERS, 4);
        Delivery two = Delivery.firm(SERVERS, 7, HOUR, 5, 2, ACCESS);
        assertThat(bench.fleet.deliver(two, bench.now)).isTrue();
        assertThat(bench.fleet.deliver(two, bench.now)).isFalse();
        assertThat(bench.fleet.deliver(Delivery.firm(SERVERS, 7, HOUR, 4, 4, ACCESS), bench.now))
                .isFalse();
        bench.runUntil(START);
        assertThat(bench.fleet.deliver(two, bench.now)).isFalse();
        bench.runUntil(START + MINUTE);
        assertThat(bench.handedOver(two.key())).isEqualTo(2);
        assertThatThrownBy(() -> bench.fleet.deliver(Delivery.firm(SERVERS, 7, HOUR, 5, 3, ACCESS), bench.now))
                .isInstanceOf(DeliveryConflictException.class);
        Access another = new Access("ssh-ed25519 AAAA other", "");
        assertThatThrownBy(() -> bench.fleet.deliver(Delivery.firm(SERVERS, 7, HOUR, 5, 2, another), bench.now))
                .isInstanceOf(DeliveryConflictException.class);
    }

    @Test
    void aLaterPlanOfTheSameHourReplacesTheEarlier() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 4).offered(SERVERS, 4);
        LeaseKey key = bench.firm(SERVERS, 7, HOUR, 3);
        bench.runUntil(START);
        Set<String> before = bench.lotsOf(key);
        bench.firm(SERVERS, 7, HOUR, 1);
        bench.runUntil(START + MINUTE);
        assertThat(before).containsAll(bench.lotsOf(key));
        assertThat(bench.handedOver(key)).isEqualTo(1);
        bench.firm(SERVERS, 7, HOUR, 2);
        bench.runUntil(START + 30 * MINUTE);
        assertThat(bench.handedOver(key)).isEqualTo(2);
    }

    @Test
    void aGangWaitsUntilThereAreEnoughLotsAndIsHandedOverAtOnce() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 4).offered(SERVERS, 2);
        LeaseKey gang = bench.spot(SERVERS, 7, 41, 3, true);
        bench.runUntil(bench.now + 20 * MINUTE);
        assertThat(bench.lotsOf(gang)).as("none is better than two of three").isEmpty();
        LeaseKey single = bench.spot(SERVERS, 8, 42, 3, false);
        bench.runUntil(bench.now + 20 * MINUTE);
        assertThat(bench.handedOver(single))
                .as("whoever is divisible takes what is there")
                .isEqualTo(2);

        bench.fleet.release(single, bench.nextVersion(), 0, bench.now);
        bench.fleet.setOffered(SERVERS, 4, bench.now);
        long seenAt = 0;
        for (int minute = 0; minute < 60; minute++) {
            bench.runUntil(bench.now + MINUTE);
            assertThat(bench.handedOver(gang)).isIn(0L, 3L);
            if (seenAt == 0 && bench.handedOver(gang) == 3) {
                seenAt = bench.now;
            }
        }
        assertThat(seenAt).isPositive();
        assertThat(bench.fleet.handOvers(gang))
                .map(HandOverSpan::readyAt)
                .containsOnly(bench.fleet.handOvers(gang).get(0).readyAt());
    }

    @Test
    void aLotIsOneDomainAndASpareOfTheSameDomainStandsIn() {
        Bench bench = Bench.withoutFaults().installed(RACKS, 2).offered(RACKS, 2);
        LeaseKey key = bench.firm(RACKS, 7, HOUR, 1);
        bench.runUntil(START + MINUTE);
        String lot = bench.lotsOf(key).iterator().next();
        List<NodeRef> before = bench.nodesOf(key);
        NodeRef victim = before.get(3);
        bench.now += 30_000;
        bench.machines.kill(victim, bench.now);
        long died = bench.now;
        bench.runUntil(START + 30 * MINUTE);

        assertThat(bench.lotsOf(key)).containsExactly(lot);
        assertThat(bench.nodesOf(key))
                .hasSize(16)
                .doesNotContain(victim)
                .allMatch(node -> node.name().startsWith(lot));
        List<HandOverSpan> spans = bench.fleet.handOvers(key);
        assertThat(spans).hasSize(2);
        assertThat(spans.get(0).until()).hasValue(died);
        assertThat(spans.get(1).readyAt()).isBetween(died + 6 * MINUTE, died + 11 * MINUTE);
        assertThat(bench.fleet.changesAfter(0, 100))
                .filteredOn(Change.Lost.class::isInstance)
                .singleElement()
                .satisfies(lost -> assertThat(lost.at()).isEqualTo(died));
    }

    @Test
    void aServerThatDiesIsReplacedByAnotherLotAndServesAgainOnlyAfterRepairAndProof() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 3).offered(SERVERS, 3);
        LeaseKey key = bench.firm(SERVERS, 7, HOUR, 2);
        bench.runUntil(START + MINUTE);
        NodeRef victim = bench.nodesOf(key).get(0);
        bench.machines.kill(victim, bench.now);
        bench.runUntil(START + 20 * MINUTE);
        assertThat(bench.handedOver(key)).isEqualTo(2);
        assertThat(bench.nodesOf(key)).doesNotContain(victim);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isEqualTo(1);
        assertThat(bench.fleet.usableLots(SERVERS, bench.now)).isEqualTo(2);

        assertThat(bench.fleet.repaired(victim, bench.now)).isTrue();
        bench.runUntil(START + 40 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isZero();
        assertThat(bench.fleet.reports(victim)).hasSize(2);
    }

    @Test
    void aDeploymentThatFailsIsCleanedAndAnotherLotTakesItsPlace() {
        Bench bench = Bench.with(3, new Faults(0.3, 0, 0), () -> false).installed(SERVERS, 12);
        bench.offered(SERVERS, 12);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 6, false);
        bench.runUntil(bench.now + 90 * MINUTE);
        assertThat(bench.handedOver(key)).isEqualTo(6);
        List<Change> failures = bench.fleet.changesAfter(0, 1000).stream()
                .filter(change -> change instanceof Change.Quarantined quarantined
                        && quarantined.why() == QuarantineReason.DEPLOY_FAILED)
                .toList();
        assertThat(failures).as("the fault did happen").isNotEmpty();
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED))
                .as("cleaned, without a person")
                .isZero();
    }

    @Test
    void whatCannotBeErasedIsNeverOffered() {
        Bench bench = Bench.with(3, new Faults(0, 1, 0), () -> false).installed(SERVERS, 4);
        bench.offered(SERVERS, 4);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isEqualTo(4);
        assertThat(bench.fleet.usableLots(SERVERS, bench.now)).isZero();
        assertThat(bench.fleet.reports(new NodeRef("b200x8-prn1-0002")))
                .singleElement()
                .satisfies(report -> assertThat(report.isComplete()).isFalse());
    }

    @Test
    void noticeLeavesTheLotsWithTheHolderUntilItEnds() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 4).offered(SERVERS, 4);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 4, false);
        bench.runUntil(bench.now + 10 * MINUTE);
        long ends = bench.now + 2 * MINUTE;
        bench.fleet.notice(key, bench.nextVersion(), 1, ends, bench.now);
        bench.runUntil(ends - 1);
        assertThat(bench.count(SERVERS, NodeState.NOTICE)).isEqualTo(3);
        assertThat(bench.handedOver(key)).isEqualTo(4);
        bench.runUntil(ends);
        assertThat(bench.handedOver(key)).isEqualTo(1);
        assertThat(bench.fleet.handOvers(key).stream()
                        .filter(span -> span.until().isPresent()))
                .hasSize(3)
                .allMatch(span -> span.until().getAsLong() == ends);
        assertThat(bench.fleet.notice(key, 1, 0, ends, bench.now))
                .as("a late notice")
                .isFalse();
    }

    @Test
    void aLotThatChangesHolderIsSanitizedInBetween() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1).offered(SERVERS, 1);
        bench.firm(SERVERS, 7, HOUR, 1);
        bench.runUntil(START + 30 * MINUTE);
        LeaseKey next = bench.firm(SERVERS, 8, HOUR + 1, 1);
        assertThat(bench.fleet.usableLots(SERVERS, START + 61 * MINUTE)).isZero();
        assertThat(bench.fleet.usableLots(SERVERS, START + 81 * MINUTE)).isEqualTo(1);
        bench.runUntil(START + 85 * MINUTE);
        HandOverSpan span = bench.fleet.handOvers(next).get(0);
        assertThat(span.readyAt()).isGreaterThan(START + Hours.MILLIS + 11 * MINUTE);
        assertThat(bench.fleet.reports(new NodeRef("b200x8-prn1-0001"))).hasSize(2);
    }

    @Test
    void aNodeThatTheBackendHasWithAStrangerIsIsolatedAndNeverLeased() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2).offered(SERVERS, 2);
        NodeRef node = new NodeRef("b200x8-prn1-0001");
        LeaseKey stranger = LeaseKey.spot(SERVERS, 99, 99);
        bench.machines.claim(
                GangSpec.exactly(SERVERS.sku(), GangSpec.Placement.ANY, Set.of(node)),
                new Fence(stranger, 1_000),
                bench.now);
        bench.runUntil(bench.now + 5 * MINUTE);
        assertThat(bench.count(SERVERS, NodeState.QUARANTINED)).isEqualTo(1);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 2, false);
        bench.runUntil(bench.now + 20 * MINUTE);
        assertThat(bench.nodesOf(key)).doesNotContain(node);
    }

    @Test
    void whileTheBackendIsAwayLeasesStayAndNothingIsLost() {
        AtomicBoolean away = new AtomicBoolean();
        Bench bench = Bench.with(1, Faults.NONE, away::get).installed(SERVERS, 4);
        bench.offered(SERVERS, 4);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 2, false);
        bench.runUntil(bench.now + 10 * MINUTE);
        away.set(true);
        LeaseKey meanwhile = bench.spot(SERVERS, 8, 42, 1, true);
        bench.runUntil(bench.now + 30 * MINUTE);
        assertThat(bench.handedOver(key)).isEqualTo(2);
        assertThat(bench.handedOver(meanwhile)).isZero();
        away.set(false);
        bench.runUntil(bench.now + 30 * MINUTE);
        assertThat(bench.witness.injected).isPositive();
        assertThat(bench.handedOver(key)).isEqualTo(2);
        assertThat(bench.handedOver(meanwhile)).isEqualTo(1);
        assertThat(new TreeSet<>(bench.nodesOf(key))).doesNotContainAnyElementsOf(bench.nodesOf(meanwhile));
    }
}
