package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.jdbc.Transactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Asks the drivers for what a step wrote down. It decides nothing, and what it is refused changes no row. */
final class Actuator {
    private static final Logger LOG = LoggerFactory.getLogger(Actuator.class);

    private final Transactions transactions;
    private final Provisioner provisioner;
    private final InternalFence internal;
    private final FleetPolicy policy;
    private final InstanceTokens tokens;
    private final Consumer<String> killPoint;

    Actuator(
            Transactions transactions,
            Provisioner provisioner,
            InternalFence internal,
            FleetPolicy policy,
            InstanceTokens tokens,
            Consumer<String> killPoint) {
        this.transactions = transactions;
        this.provisioner = provisioner;
        this.internal = internal;
        this.policy = policy;
        this.tokens = tokens;
        this.killPoint = killPoint;
    }

    /** How many calls were made, and how many more were refused. */
    record Outcome(int asked, int failed) {}

    /** Asks for each thing once; what fails is asked again by a later step. */
    Outcome carryOut(List<Loop.Act> acts, long now) {
        int asked = 0;
        int failed = 0;
        for (List<Loop.Act> group : together(acts)) {
            try {
                killPoint.accept("fleet:before-" + group.get(0).verb());
                ask(group, now);
                killPoint.accept("fleet:after-" + group.get(0).verb());
                asked++;
            } catch (DriverException refused) {
                failed++;
                // Said once loudly; the repetitions of a long outage would drown everything else.
                LOG.atLevel(group.get(0).node().attempts == 0 ? Level.WARN : Level.DEBUG)
                        .log("{} of {}: {}", group.get(0).verb(), names(group), refused.getMessage());
            }
        }
        return new Outcome(asked, failed);
    }

    /** Fences go by lot, claims and returns by intent, everything else node by node. */
    private static List<List<Loop.Act>> together(List<Loop.Act> acts) {
        Map<List<Object>, List<Loop.Act>> groups = new LinkedHashMap<>();
        for (Loop.Act act : acts) {
            Object part = switch (act.verb()) {
                case FENCE, UNFENCE -> act.node().lot.domain;
                case CLAIM -> act.lease();
                case RELEASE, READ_EVIDENCE, DEPLOY, QUARANTINE, ISOLATE, NOTHING -> act.node().ref;
            };
            groups.computeIfAbsent(List.of(act.verb(), part, act.generation()), key -> new ArrayList<>())
                    .add(act);
        }
        return List.copyOf(groups.values());
    }

    private void ask(List<Loop.Act> group, long now) {
        Loop.Act first = group.get(0);
        FleetNode node = first.node();
        Sku sku = node.lot.pool.sku();
        Fence fence = new Fence(first.lease(), first.generation());
        // Most backends know no generations: whoever has slept since it wrote its intent must find out here.
        if (FleetStore.read(transactions, store -> store.isOvertaken(names(group), first.generation()))) {
            throw new DriverException("overtaken by a later intent than generation " + first.generation());
        }
        switch (first.verb()) {
            case FENCE -> internal.fence(GangSpec.exactly(sku, Placement.SAME_DOMAIN, names(group)), fence, now);
            case UNFENCE -> {
                names(group).stream().sorted().forEach(back -> provisioner.giveBack(back, fence, now));
                internal.unfence(names(group), fence, now);
            }
            case CLAIM -> provisioner.claim(GangSpec.exactly(sku, Placement.ANY, names(group)), fence, now);
            case DEPLOY ->
                provisioner.deploy(
                        node.ref,
                        policy.image(),
                        first.access().linkedBy(tokens.link(node.ref, fence.generation())),
                        fence,
                        now);
            case RELEASE -> release(first, fence, now);
            case READ_EVIDENCE -> {
                Optional<SanitizeReport> report = provisioner.sanitizeReport(node.ref, first.generation(), now);
                report.ifPresent(read -> FleetStore.write(transactions, store -> {
                    store.reports().file(read, now);
                    return true;
                }));
            }
            case ISOLATE -> internal.isolate(node.ref, String.valueOf(node.quarantinedWhy), fence, now);
            case QUARANTINE -> provisioner.quarantine(node.ref, String.valueOf(node.quarantinedWhy), now);
            case NOTHING -> throw new IllegalStateException("nothing to ask of " + node.ref);
        }
    }

    private void release(Loop.Act act, Fence fence, long now) {
        FleetNode node = act.node();
        ReleaseReason reason = ReleaseReason.FROM_INTERNAL;
        if (fence.lease().kind() != LeaseKey.Kind.HOUSE) {
            reason = ReleaseReason.LEASE_ENDED;
        } else if (node.quarantinedWhy != null) {
            boolean onlyCleaned = node.quarantinedWhy.isCleanedAtOnce();
            reason = onlyCleaned ? ReleaseReason.DEPLOY_FAILED : ReleaseReason.REPAIRED;
            if (!onlyCleaned) {
                provisioner.repaired(node.ref, now);
            }
        }
        provisioner.release(node.ref, reason, fence, now);
    }

    /** Asks what isolates each deployed node of which that is not known yet; whoever does not answer is asked again later. */
    void recordIsolation(long now) {
        for (Reports.Deployed deployed :
                FleetStore.read(transactions, store -> store.reports().withoutIsolation())) {
            try {
                Isolation isolation =
                        provisioner.isolation(deployed.node(), new Fence(deployed.lease(), deployed.generation()), now);
                killPoint.accept("fleet:after-isolation");
                FleetStore.write(transactions, store -> {
                    store.reports().file(deployed, isolation, now);
                    return true;
                });
            } catch (DriverException later) {
                LOG.debug("isolation of {}: {}", deployed.node(), later.getMessage());
            }
        }
    }

    private static Set<NodeRef> names(List<Loop.Act> group) {
        return group.stream().map(act -> act.node().ref).collect(Collectors.toUnmodifiableSet());
    }
}
