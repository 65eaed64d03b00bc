package io.tidemark.connectors.site;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.ironic.IronicFleet;
import io.tidemark.fleet.driver.slurm.SlurmFence;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A look at a site before it is served: everybody is asked once, nothing is changed, and what Ironic, Slurm and the
 * configuration say of the same machines is compared.
 */
public final class SiteProbe {
    /** More names than these help nobody. */
    private static final int NAMES = 8;

    private final Site site;
    private final Map<PoolId, Long> lots;
    private final List<String> lines = new ArrayList<>();
    private boolean fits = true;

    private SiteProbe(Site site, Map<PoolId, Long> lots) {
        this.site = site;
        this.lots = new TreeMap<>(lots);
    }

    /**
     * What a look came to.
     *
     * @param lines a sentence each, for people
     * @param fits whether everybody has answered and nothing contradicts anything
     */
    public record Report(List<String> lines, boolean fits) {}

    /**
     * Asks everybody, each for as long as its timeout lets it.
     *
     * @param lots how many of each pool are configured
     * @param now the time of day, epoch milliseconds
     */
    public static Report look(Site site, Map<PoolId, Long> lots, long now) {
        SiteProbe probe = new SiteProbe(site, lots);
        Optional<List<NodeView>> metal = site.machines() instanceof Machines.Metal real
                ? probe.asked("Ironic", () -> listed(new IronicFleet(real.ironic()), now))
                : Optional.empty();
        Optional<Map<NodeRef, FenceView>> scheduled =
                site.slurm().flatMap(options -> probe.asked("Slurm", () -> new SlurmFence(options).standing(now)));
        metal.ifPresent(nodes -> probe.compare(nodes, scheduled));
        probe.demand(now);
        return new Report(List.copyOf(probe.lines), probe.fits);
    }

    private static List<NodeView> listed(IronicFleet ironic, long now) {
        List<NodeView> nodes = new ArrayList<>();
        Optional<Cursor> cursor = Optional.of(Cursor.START);
        while (cursor.isPresent()) {
            Page<NodeView> page = ironic.list(cursor.get(), now);
            nodes.addAll(page.items());
            cursor = page.next();
        }
        return nodes;
    }

    private <T> Optional<T> asked(String who, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (DriverException refused) {
            wrong(who + " does not say: " + refused.getMessage());
            return Optional.empty();
        }
    }

    private void compare(List<NodeView> metal, Optional<Map<NodeRef, FenceView>> scheduled) {
        Map<PoolId, List<NodeView>> byPool =
                metal.stream().collect(Collectors.groupingBy(NodeView::pool, TreeMap::new, Collectors.toList()));
        lots.forEach((pool, configured) -> {
            List<NodeView> nodes = byPool.getOrDefault(pool, List.of());
            long whole = wholeLots(pool, nodes);
            String said = pool + ": Ironic has " + nodes.size() + " nodes, which make " + whole + " lots";
            if (whole == configured) {
                right(said + ", as configured");
            } else {
                wrong(said + "; " + configured + " are configured");
            }
            scheduled.ifPresent(fences -> compareNames(pool, names(nodes), fences.keySet()));
        });
        Set<PoolId> others = new TreeSet<>(byPool.keySet());
        others.removeAll(lots.keySet());
        others.forEach(pool -> right(pool + ": Ironic has nodes of it, and it is not served"));
        scheduled.ifPresent(fences -> {
            Set<NodeRef> unknown = new TreeSet<>(fences.keySet());
            unknown.removeAll(names(metal));
            if (!unknown.isEmpty()) {
                wrong("in Slurm and not in Ironic, or not with a pool in its extra: " + some(unknown));
            }
        });
    }

    private static long wholeLots(PoolId pool, List<NodeView> nodes) {
        int needed = LotShape.of(pool.sku()).nodesPerLot();
        return nodes.stream().collect(Collectors.groupingBy(NodeView::domain, Collectors.counting())).values().stream()
                .filter(many -> many >= needed)
                .count();
    }

    private void compareNames(PoolId pool, Set<NodeRef> nodes, Set<NodeRef> scheduled) {
        Set<NodeRef> missing = new TreeSet<>(nodes);
        missing.removeAll(scheduled);
        if (missing.isEmpty()) {
            right(pool + ": Slurm knows all of them");
        } else {
            wrong(pool + ": Slurm does not know " + some(missing) + ", which so never leave internal use");
        }
    }

    private void demand(long now) {
        try (InternalDemand demand = InternalDemand.once(site, () -> now)) {
            site.slurm()
                    .ifPresent(options -> options.pools()
                            .forEach(pool ->
                                    reading(pool.id(), "Slurm", demand::slurmProblem, demand.slurm(pool.id()), now)));
            site.prometheus()
                    .ifPresent(options -> options.pools()
                            .forEach(pool -> reading(
                                    pool.id(),
                                    "Prometheus",
                                    demand::prometheusProblem,
                                    demand.prometheus(pool.id()),
                                    now)));
        }
    }

    private void reading(
            PoolId pool, String who, Function<PoolId, Optional<String>> problem, DemandSource source, long now) {
        Optional<String> why = problem.apply(pool);
        if (why.isPresent()) {
            wrong(pool + ": nothing is read from " + who + ": " + why.get());
            return;
        }
        DemandSnapshot read = source.snapshot(now);
        String said = pool + ": " + who + " has " + read.totalLots() + " lots, " + read.internalLots()
                + " in internal use, " + read.pendingLots() + " wanted" + (read.outage() ? ", and an outage" : "");
        long configured = lots.getOrDefault(pool, 0L);
        if (read.totalLots() == configured) {
            right(said);
        } else {
            wrong(said + "; " + configured + " are configured");
        }
    }

    private void right(String line) {
        lines.add(line + ".");
    }

    private void wrong(String line) {
        fits = false;
        lines.add("NOT RIGHT: " + line + ".");
    }

    private static Set<NodeRef> names(Collection<NodeView> nodes) {
        return nodes.stream().map(NodeView::node).collect(Collectors.toSet());
    }

    private static String some(Set<NodeRef> nodes) {
        String first = nodes.stream().limit(NAMES).map(NodeRef::name).collect(Collectors.joining(", "));
        return nodes.size() > NAMES ? first + " and " + (nodes.size() - NAMES) + " more" : first;
    }
}
