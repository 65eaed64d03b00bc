package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Decision.WAIT;
import static io.tidemark.fleet.node.Decision.ask;
import static io.tidemark.fleet.node.Decision.go;
import static io.tidemark.fleet.node.Decision.quarantine;

import io.tidemark.fleet.driver.Phase;

/**
 * From what is wanted and what is observed to one legal step. Forward only: what has begun is finished or given up, never
 * undone.
 */
final class Reconciler {
    private Reconciler() {}

    static Decision decide(Situation node) {
        if (node.state() == NodeState.QUARANTINED) {
            return inQuarantine(node);
        }
        if (node.state() == NodeState.SANITIZING) {
            // First of all whether ours has begun: until then the backend shows what was before, a dead node included.
            return sanitizing(node);
        }
        if (node.observed() == Phase.DEAD) {
            return quarantine(QuarantineReason.NODE_DEAD);
        }
        if (node.strangers()) {
            return quarantine(QuarantineReason.ORPHAN);
        }
        return switch (node.state()) {
            case INTERNAL -> internal(node);
            case FENCING -> fencing(node);
            case FENCED -> fenced(node);
            case OFFERABLE -> offerable(node);
            case CLAIMED -> claimed(node);
            case DEPLOYING -> deploying(node);
            case READY, LEASED, NOTICE -> withTenant(node);
            case RELEASING -> releasing(node);
            case RETURNING -> returning(node);
            case SANITIZING, QUARANTINED -> throw new IllegalStateException("decided above");
        };
    }

    private static Decision internal(Situation node) {
        return switch (node.observed()) {
            case INTERNAL -> node.wanted() == Wanted.INTERNAL ? WAIT : go(NodeState.FENCING, Verb.FENCE);
            // Its scheduler's affair; it is only not offered.
            case DOWN -> WAIT;
            default -> quarantine(QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision fencing(Situation node) {
        return switch (node.observed()) {
            case FENCED -> go(NodeState.FENCED);
            // Its work goes on undisturbed; nothing was wiped yet, so there is nothing to be proved.
            case INTERNAL -> node.late() ? go(NodeState.RETURNING, Verb.UNFENCE) : ask(Verb.FENCE);
            // It would not come out, and has nothing of ours on it.
            case DOWN -> go(NodeState.RETURNING, Verb.UNFENCE);
            case FENCING -> node.late() ? go(NodeState.RETURNING, Verb.UNFENCE) : WAIT;
            default -> quarantine(QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision fenced(Situation node) {
        return node.observed() == Phase.FENCED
                ? go(NodeState.SANITIZING, Verb.RELEASE)
                : quarantine(QuarantineReason.UNEXPECTED);
    }

    private static Decision sanitizing(Situation node) {
        if (!node.begun()) {
            return node.late() ? quarantine(QuarantineReason.SANITIZE_TIMEOUT) : ask(Verb.RELEASE);
        }
        return switch (node.observed()) {
            case CLEAN ->
                switch (node.evidence()) {
                    case NOT_READ -> node.late() ? quarantine(QuarantineReason.NOT_PROVED) : ask(Verb.READ_EVIDENCE);
                    case INSUFFICIENT -> quarantine(QuarantineReason.NOT_PROVED);
                    case COMPLETE ->
                        node.wanted() == Wanted.INTERNAL
                                ? go(NodeState.RETURNING, Verb.UNFENCE)
                                : go(NodeState.OFFERABLE);
                };
            // The report of a failure is kept too.
            case CLEAN_FAILED ->
                node.evidence() == Situation.Evidence.NOT_READ && !node.late()
                        ? ask(Verb.READ_EVIDENCE)
                        : quarantine(QuarantineReason.ERASE_FAILED);
            case CLEANING -> node.late() ? quarantine(QuarantineReason.SANITIZE_TIMEOUT) : WAIT;
            case DEAD -> quarantine(QuarantineReason.NODE_DEAD);
            default -> quarantine(node.strangers() ? QuarantineReason.ORPHAN : QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision offerable(Situation node) {
        if (node.observed() != Phase.CLEAN) {
            // Whatever happened to it, our proof does not cover it.
            return quarantine(QuarantineReason.UNEXPECTED);
        }
        return switch (node.wanted()) {
            case OFFERABLE -> WAIT;
            case INTERNAL -> go(NodeState.RETURNING, Verb.UNFENCE);
            case LEASED, NOTICE -> go(NodeState.CLAIMED, Verb.CLAIM);
        };
    }

    private static Decision claimed(Situation node) {
        if (!node.wanted().isByTenant()) {
            return go(NodeState.RELEASING, Verb.RELEASE);
        }
        return switch (node.observed()) {
            case CLAIMED -> go(NodeState.DEPLOYING, Verb.DEPLOY);
            case CLEAN -> node.late() ? go(NodeState.RELEASING, Verb.RELEASE) : ask(Verb.CLAIM);
            default -> quarantine(QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision deploying(Situation node) {
        if (node.observed() == Phase.DEPLOY_FAILED) {
            return quarantine(QuarantineReason.DEPLOY_FAILED);
        }
        if (!node.wanted().isByTenant()) {
            return go(NodeState.RELEASING, Verb.RELEASE);
        }
        if (node.observed() == Phase.ACTIVE) {
            return go(NodeState.READY);
        }
        if (node.late()) {
            return quarantine(QuarantineReason.DEPLOY_TIMEOUT);
        }
        return switch (node.observed()) {
            case CLAIMED -> ask(Verb.DEPLOY);
            case DEPLOYING, CHECKING -> WAIT;
            default -> quarantine(QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision withTenant(Situation node) {
        if (node.observed() != Phase.ACTIVE) {
            return quarantine(QuarantineReason.UNEXPECTED);
        }
        if (!node.wanted().isByTenant()) {
            return go(NodeState.RELEASING, Verb.RELEASE);
        }
        if (node.state() == NodeState.READY) {
            return node.handedOver() ? go(NodeState.LEASED) : WAIT;
        }
        return node.state() == NodeState.LEASED && node.wanted() == Wanted.NOTICE ? go(NodeState.NOTICE) : WAIT;
    }

    private static Decision releasing(Situation node) {
        if (node.begun()) {
            return go(NodeState.SANITIZING);
        }
        return node.late() ? quarantine(QuarantineReason.RELEASE_TIMEOUT) : ask(Verb.RELEASE);
    }

    private static Decision returning(Situation node) {
        return switch (node.observed()) {
            case INTERNAL, DOWN -> go(NodeState.INTERNAL);
            case CLEAN, FENCING, FENCED -> ask(Verb.UNFENCE);
            default -> quarantine(QuarantineReason.UNEXPECTED);
        };
    }

    private static Decision inQuarantine(Situation node) {
        if (node.cleanAgain()) {
            return go(NodeState.SANITIZING, Verb.RELEASE);
        }
        return switch (node.observed()) {
            // Its owner has nothing more to do, and should go on saying that a dead node is dead. Whether internal work
            // is
            // kept off it is not seen here, and somebody may open it again, so this is asked as long as it stands here.
            case HELD, DEAD -> ask(Verb.ISOLATE);
            default -> ask(Verb.QUARANTINE);
        };
    }
}
