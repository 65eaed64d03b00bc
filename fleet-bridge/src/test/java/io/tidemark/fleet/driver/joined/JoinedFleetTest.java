package io.tidemark.fleet.driver.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.ReleaseReason;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One fleet of two systems: what each is asked, when, and what their words amount to. */
class JoinedFleetTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final LeaseKey HOUSE = LeaseKey.house(POOL);
    private static final LeaseKey TENANT = LeaseKey.spot(POOL, 7, 11);
    private static final NodeRef NODE = new NodeRef("hgx1");
    private static final NodeRef OTHER = new NodeRef("hgx2");
    private static final Fence FENCE = new Fence(HOUSE, 9);
    private static final long NOW = 1_000_000;

    private final Recorded recorded = new Recorded(POOL);
    private final JoinedFleet fleet = new JoinedFleet(recorded.metal(), recorded.scheduler());

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "FENCING", "FENCED", "DOWN"})
    void whileTheOwnerSaysInternalTheSchedulerSaysHowFarItIsOut(Phase state) {
        recorded.metal(NODE, Phase.INTERNAL, TENANT, 3);
        recorded.fence(NODE, state, HOUSE, 5);

        NodeView view = look(NODE);

        assertThat(view.phase()).isEqualTo(state);
        assertThat(view.since()).as("the fence's instant").isEqualTo(Recorded.FENCE_SINCE);
        assertThat(view.lease()).as("for whom it is fenced").contains(HOUSE);
        assertThat(view.generation()).as("the later of both").isEqualTo(5);
        assertThat(view.backendState()).isEqualTo("metal:INTERNAL / scheduler:" + state);
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "DOWN"})
    void aCleanNodeWhoseFenceDoesNotStandIsHeld(Phase open) {
        recorded.metal(NODE, Phase.CLEAN, HOUSE, 3);
        recorded.fence(NODE, open, HOUSE, 0);

        assertThat(look(NODE).phase()).isEqualTo(Phase.HELD);
    }

    @ParameterizedTest
    @EnumSource(names = {"FENCING", "FENCED"})
    void aCleanNodeWhoseFenceStandsIsClean(Phase closed) {
        recorded.metal(NODE, Phase.CLEAN, HOUSE, 3);
        recorded.fence(NODE, closed, HOUSE, 2);

        assertThat(look(NODE).phase()).isEqualTo(Phase.CLEAN);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"INTERNAL", "CLEAN"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatATenantHasAndWhatIsBeingDoneToItIsTheOwnersToSay(Phase phase) {
        for (Phase state : Set.of(Phase.INTERNAL, Phase.FENCING, Phase.FENCED, Phase.DOWN)) {
            recorded.metal(NODE, phase, TENANT, 7);
            recorded.fence(NODE, state, HOUSE, 5);

            NodeView view = look(NODE);

            assertThat(view.phase()).as("while the scheduler says %s", state).isEqualTo(phase);
            assertThat(view.lease()).contains(TENANT);
            assertThat(view.since()).isEqualTo(Recorded.METAL_SINCE);
            assertThat(view.generation()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatTheSchedulerDoesNotKnowIsAsItsOwnerSaysAndCannotBeHad(Phase phase) {
        recorded.metal(NODE, phase, TENANT, 3);

        assertThat(look(NODE)).usingRecursiveComparison().ignoringFields("busy").isEqualTo(recorded.views.get(NODE));
        assertThat(look(NODE).busy()).isEqualTo(phase == Phase.INTERNAL);
    }

    @Test
    void theSchedulerIsReadBeforeTheOwnerSoThatAReturnBetweenBothIsNoFault() {
        recorded.metal(NODE, Phase.CLEAN, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);

        fleet.list(Cursor.START, NOW);

        assertThat(recorded.calls).containsExactly("standing", "list");
    }

    @Test
    void aLookFailsAsAWholeIfOneOfBothIsAway() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);

        for (String call : Set.of("list", "standing")) {
            recorded.away = Set.of(call);
            assertThatThrownBy(() -> fleet.list(Cursor.START, NOW)).as(call).isInstanceOf(BackendBusyException.class);
        }
    }

    @Test
    void aNodeGoesBackInTwoStepsAndTheSchedulerGetsItOnlyWhenALookHasShownThatItsOwnerLetItGo() {
        recorded.metal(NODE, Phase.CLEAN, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);
        fleet.list(Cursor.START, NOW);

        fleet.unfence(Set.of(NODE), FENCE, NOW);
        fleet.unfence(Set.of(NODE), FENCE, NOW);
        assertThat(recorded.asked()).containsExactly("giveBack hgx1", "giveBack hgx1");

        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 9);
        assertThat(look(NODE).phase()).isEqualTo(Phase.FENCED);
        recorded.calls.clear();
        fleet.unfence(Set.of(NODE), FENCE, NOW);
        assertThat(recorded.asked()).containsExactly("giveBack hgx1", "unfence [hgx1]");
    }

    @Test
    void aProcessThatStartsAnewLooksOnceMoreBeforeTheSchedulerGetsANode() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);

        fleet.unfence(Set.of(NODE), FENCE, NOW);
        assertThat(recorded.asked()).containsExactly("giveBack hgx1");

        fleet.list(Cursor.START, NOW);
        fleet.unfence(Set.of(NODE), FENCE, NOW);
        assertThat(recorded.asked()).endsWith("unfence [hgx1]");
    }

    @Test
    void ofSeveralNodesTheSchedulerGetsThoseThatWereLetGo() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.metal(OTHER, Phase.CLEAN, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);
        recorded.fence(OTHER, Phase.FENCED, HOUSE, 2);
        fleet.list(Cursor.START, NOW);

        fleet.unfence(Set.of(OTHER, NODE), FENCE, NOW);

        assertThat(recorded.asked()).containsExactly("giveBack hgx1", "giveBack hgx2", "unfence [hgx1]");
    }

    @Test
    void aNodeThatItsOwnerDoesNotLetGoIsNotOpened() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);
        fleet.list(Cursor.START, NOW);
        // Somebody else was faster, and no look has shown it yet.
        recorded.refused = Set.of("giveBack");

        assertThatThrownBy(() -> fleet.unfence(Set.of(NODE), FENCE, NOW)).isInstanceOf(DriverException.class);

        assertThat(recorded.asked()).containsExactly("giveBack hgx1");
    }

    @Test
    void aNodeThatIsBeingSanitizedIsNotOpenedOnTheWordOfAnEarlierLook() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.fence(NODE, Phase.FENCED, HOUSE, 2);
        fleet.list(Cursor.START, NOW);
        fleet.release(NODE, ReleaseReason.FROM_INTERNAL, FENCE, NOW);

        fleet.unfence(Set.of(NODE), FENCE, NOW);

        assertThat(recorded.asked()).containsExactly("release hgx1 FROM_INTERNAL", "giveBack hgx1");
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "FENCING", "DOWN"})
    void aNodeFromInternalUseIsNotWipedWhileItsFenceDoesNotStand(Phase open) {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.fence(NODE, open, HOUSE, 2);

        assertThatThrownBy(() -> fleet.release(NODE, ReleaseReason.FROM_INTERNAL, FENCE, NOW))
                .isInstanceOf(BackendBusyException.class)
                .hasMessage("hgx1 is not out of internal use yet: " + open + ", scheduler:" + open);

        assertThat(recorded.asked()).isEmpty();
    }

    @Test
    void aNodeFromInternalUseThatTheSchedulerDoesNotKnowIsNotWiped() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);

        assertThatThrownBy(() -> fleet.release(NODE, ReleaseReason.FROM_INTERNAL, FENCE, NOW))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("hgx1")
                .hasMessageContaining("must be in the scheduler's pool under this name");

        assertThat(recorded.asked()).isEmpty();
    }

    @Test
    void aNodeIsNotWipedWhileNobodyCanSayWhetherItsFenceStands() {
        recorded.metal(NODE, Phase.INTERNAL, HOUSE, 3);
        recorded.away = Set.of("standing");

        assertThatThrownBy(() -> fleet.release(NODE, ReleaseReason.FROM_INTERNAL, FENCE, NOW))
                .isInstanceOf(BackendBusyException.class);

        assertThat(recorded.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "DOWN"})
    void aRepairedNodeThatIsOpenToInternalWorkOrDownIsFencedBeforeItIsWiped(Phase open) {
        recorded.metal(NODE, Phase.HELD, HOUSE, 3);
        recorded.fence(NODE, open, HOUSE, 0);

        assertThatThrownBy(() -> fleet.release(NODE, ReleaseReason.REPAIRED, FENCE, NOW))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("not out of internal use yet");
        assertThat(recorded.asked()).containsExactly("isolate hgx1");

        recorded.fence(NODE, Phase.FENCED, HOUSE, 9);
        fleet.release(NODE, ReleaseReason.REPAIRED, FENCE, NOW);
        assertThat(recorded.asked()).containsExactly("isolate hgx1", "release hgx1 REPAIRED");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEASE_ENDED", "DEPLOY_FAILED"})
    void aTenantsDataLeavesTheNodeWhateverTheSchedulerSaysOrWhetherItAnswers(ReleaseReason reason) {
        recorded.metal(NODE, Phase.ACTIVE, TENANT, 3);
        recorded.fence(NODE, Phase.INTERNAL, HOUSE, 0);
        recorded.away = Set.of("standing");

        fleet.release(NODE, reason, FENCE, NOW);

        assertThat(recorded.asked()).containsExactly("release hgx1 " + reason);
    }

    private NodeView look(NodeRef node) {
        return fleet.list(Cursor.START, NOW).items().stream()
                .filter(view -> view.node().equals(node))
                .findAny()
                .orElseThrow();
    }
}
