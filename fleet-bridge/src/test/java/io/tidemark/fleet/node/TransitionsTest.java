package io.tidemark.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.fleet.driver.Phase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The life of a node as a table, and the reconciler held against it in every situation there is. */
class TransitionsTest {
    @Test
    void whatMayFollowWhatAndNothingElse() {
        assertThat(drawn()).isEqualTo("""
                INTERNAL    -> FENCING QUARANTINED
                FENCING     -> FENCED RETURNING QUARANTINED
                FENCED      -> SANITIZING QUARANTINED
                SANITIZING  -> OFFERABLE RETURNING QUARANTINED
                OFFERABLE   -> CLAIMED RETURNING QUARANTINED
                CLAIMED     -> DEPLOYING RELEASING QUARANTINED
                DEPLOYING   -> READY RELEASING QUARANTINED
                READY       -> LEASED RELEASING QUARANTINED
                LEASED      -> NOTICE RELEASING QUARANTINED
                NOTICE      -> RELEASING QUARANTINED
                RELEASING   -> SANITIZING QUARANTINED
                RETURNING   -> INTERNAL QUARANTINED
                QUARANTINED -> SANITIZING
                """);
    }

    @Test
    void everyLegalStepHasItsRowAndEachRowIsThereOnce() {
        for (NodeState from : NodeState.values()) {
            for (NodeState to : NodeState.values()) {
                long rows = Transitions.ROWS.stream()
                        .filter(row -> row.from() == from && row.to() == to)
                        .count();
                boolean intoQuarantine = to == NodeState.QUARANTINED && from != NodeState.QUARANTINED;
                assertThat(Transitions.isLegal(from, to)).as(from + " to " + to).isEqualTo(rows == 1 || intoQuarantine);
                assertThat(rows).as(from + " to " + to).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void theReconcilerTakesOnlyLegalStepsAndEveryOneOfThem() {
        Set<String> taken = new HashSet<>();
        eachSituation(situation -> {
            Decision decision = Reconciler.decide(situation);
            decision.next().ifPresent(next -> {
                assertThat(Transitions.isLegal(situation.state(), next))
                        .as(situation + " to " + next)
                        .isTrue();
                assertThat(decision.quarantine().isPresent()).isEqualTo(next == NodeState.QUARANTINED);
                taken.add(situation.state() + " " + next);
            });
        });
        for (Transitions.Row row : Transitions.ROWS) {
            assertThat(taken).contains(row.from() + " " + row.to());
        }
    }

    @Test
    void nothingIsOfferedNorComesFromATenantBackToInternalWorkUnproved() {
        eachSituation(situation -> Reconciler.decide(situation).next().ifPresent(next -> {
            if (next == NodeState.OFFERABLE
                    || (next == NodeState.RETURNING && situation.state() == NodeState.SANITIZING)) {
                assertThat(situation.begun()).isTrue();
                assertThat(situation.observed()).isEqualTo(Phase.CLEAN);
                assertThat(situation.evidence()).isEqualTo(Situation.Evidence.COMPLETE);
            }
        }));
    }

    @Test
    void aNodeIsClaimedOnlyWhileTheBackendTooSaysThatItIsClean() {
        eachSituation(situation -> {
            Decision decision = Reconciler.decide(situation);
            if (decision.verb() == Verb.CLAIM) {
                assertThat(situation.observed()).isEqualTo(Phase.CLEAN);
                assertThat(situation.wanted().isByTenant()).isTrue();
            }
        });
    }

    @Test
    void whoeverHasANodeThatWeDidNotGiveAwayNeverKeepsItInService() {
        eachSituation(situation -> {
            if (situation.strangers() && situation.state() == NodeState.OFFERABLE) {
                assertThat(Reconciler.decide(situation).next()).contains(NodeState.QUARANTINED);
            }
        });
    }

    @Test
    void whatInternalWorkHasLostIsNeitherQuarantinedNorWiped() {
        eachSituation(situation -> {
            boolean never = situation.state() == NodeState.INTERNAL
                    || situation.state() == NodeState.FENCING
                    || situation.state() == NodeState.RETURNING;
            if (situation.observed() == Phase.DOWN && never && !situation.strangers()) {
                Decision decision = Reconciler.decide(situation);
                assertThat(decision.quarantine()).isEmpty();
                assertThat(decision.verb()).isIn(Verb.NOTHING, Verb.UNFENCE);
            }
        });
    }

    @Test
    void quarantineIsToldToInternalWorkToo() {
        eachSituation(situation -> {
            boolean isolated = situation.observed() == Phase.HELD || situation.observed() == Phase.DEAD;
            if (situation.state() == NodeState.QUARANTINED && !situation.cleanAgain() && isolated) {
                assertThat(Reconciler.decide(situation).verb()).isEqualTo(Verb.ISOLATE);
            }
        });
    }

    @Test
    void whatIsCleanedWithoutAPerson() {
        Map<QuarantineReason, Boolean> cleaned = new TreeMap<>();
        for (QuarantineReason reason : QuarantineReason.values()) {
            cleaned.put(reason, reason.isCleanedAtOnce());
        }
        assertThat(cleaned.entrySet().stream().filter(Map.Entry::getValue))
                .containsExactlyInAnyOrder(
                        entry(QuarantineReason.DEPLOY_FAILED, true), entry(QuarantineReason.DEPLOY_TIMEOUT, true));
    }

    private static void eachSituation(Consumer<Situation> examine) {
        for (NodeState state : NodeState.values()) {
            for (Wanted wanted : Wanted.values()) {
                for (Phase phase : Phase.values()) {
                    for (Situation.Evidence evidence : Situation.Evidence.values()) {
                        for (int bits = 0; bits < 32; bits++) {
                            examine.accept(new Situation(
                                    state,
                                    wanted,
                                    phase,
                                    (bits & 1) != 0,
                                    (bits & 2) != 0,
                                    evidence,
                                    (bits & 4) != 0,
                                    (bits & 8) != 0,
                                    (bits & 16) != 0));
                        }
                    }
                }
            }
        }
    }

    private static String drawn() {
        StringBuilder drawn = new StringBuilder();
        for (NodeState from : NodeState.values()) {
            drawn.append(String.format("%-11s -> ", from))
                    .append(Arrays.stream(NodeState.values())
                            .filter(to -> Transitions.isLegal(from, to))
                            .map(NodeState::name)
                            .collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return drawn.toString();
    }
}
