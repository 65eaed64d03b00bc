package io.tidemark.fleet.driver.ironic;

import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.ClaimRefusedException;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All nodes of a lease, or none: Ironic sets aside one node at a time, so what was taken is given back when another is not to
 * be had. Whoever dies in between finds on asking again, by the names of the allocations, how far it had come.
 */
final class GangClaim {
    private static final Logger LOG = LoggerFactory.getLogger(GangClaim.class);

    /** How often it is looked whether Ironic has decided; it takes milliseconds, and nothing waits for it longer. */
    private static final int LOOKS = 20;

    private final Nodes nodes;
    private final GangSpec gang;
    private final Fence fence;

    GangClaim(Nodes nodes, GangSpec gang, Fence fence) {
        this.nodes = nodes;
        this.gang = gang;
        this.fence = fence;
    }

    Claim take() {
        List<BareMetal> candidates =
                gang.candidates().stream().sorted().map(nodes::read).toList();
        candidates.forEach(candidate -> candidate.require(fence));
        List<BareMetal> chosen = choose(candidates);
        try {
            for (BareMetal node : chosen) {
                if (!node.isClaimedBy(fence)) {
                    nodes.mark(node, node.mark().sanitized().seen(fence.generation()));
                    nodes.allocate(node, Allocation.request(node, fence));
                }
            }
            for (BareMetal node : chosen) {
                awaitOwn(node);
            }
        } catch (BackendBusyException unknown) {
            // It may all have been taken. Asked again it goes on, and if nobody asks the nodes are released one by one.
            throw unknown;
        } catch (DriverException refused) {
            giveUp(chosen);
            throw refused instanceof ClaimRefusedException
                    ? refused
                    : new ClaimRefusedException(fence.lease() + " cannot have its nodes: " + refused.getMessage());
        }
        return new Claim(
                fence, chosen.stream().map(node -> node.enrolment().ref()).collect(Collectors.toUnmodifiableSet()));
    }

    /** Those it has already, then the preferred, then by name. */
    private List<BareMetal> choose(List<BareMetal> candidates) {
        List<BareMetal> taken = candidates.stream()
                .filter(candidate -> candidate.isClaimedBy(fence))
                .toList();
        List<BareMetal> chosen = new ArrayList<>(taken);
        candidates.stream()
                .filter(candidate ->
                        candidate.phase("") == Phase.CLEAN && candidate.state().equals("available"))
                .sorted(Comparator.comparing((BareMetal candidate) ->
                        !gang.prefer().contains(candidate.enrolment().ref())))
                .limit(Math.max(0, gang.nodes() - taken.size()))
                .forEach(chosen::add);
        String refusal = "";
        if (chosen.size() < gang.nodes()) {
            refusal = "only " + chosen.size() + " of " + gang.nodes() + " nodes are free for " + fence.lease();
        } else if (gang.placement() == Placement.SAME_DOMAIN
                && chosen.stream()
                                .map(node -> node.enrolment().domain())
                                .distinct()
                                .count()
                        > 1) {
            refusal = "the candidates are not of one domain for " + fence.lease();
        }
        if (!refusal.isEmpty()) {
            giveUp(taken);
            throw new ClaimRefusedException(refusal);
        }
        return chosen;
    }

    private void awaitOwn(BareMetal node) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<Allocation> allocation =
                    nodes.allocation(Allocation.name(fence, node.enrolment().ref()));
            if (allocation.isEmpty() || allocation.get().state().equals("error")) {
                throw new ClaimRefusedException(
                        node.enrolment().ref() + " went to somebody else, and " + fence.lease() + " needs them all");
            }
            if (allocation.get().state().equals("active")) {
                return;
            }
        }
        throw new BackendBusyException(
                "Ironic has not decided yet who has " + node.enrolment().ref());
    }

    private void giveUp(List<BareMetal> chosen) {
        for (BareMetal node : chosen) {
            try {
                nodes.deallocate(Allocation.name(fence, node.enrolment().ref()));
            } catch (DriverException stays) {
                LOG.warn(
                        "{} stays set aside for {} until that is released: {}",
                        node.enrolment().ref(),
                        fence.lease(),
                        stays.getMessage());
            }
        }
    }
}
