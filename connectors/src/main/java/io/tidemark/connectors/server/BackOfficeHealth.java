package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.NodeState;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Tasks.Backlog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How the books and the machines are. */
final class BackOfficeHealth {
    /** One node in so many may stand in quarantine before somebody is called. */
    private static final int QUARANTINED_OF = 10;

    private final Books books;
    private final Supplier<Optional<String>> problem;
    private final Fleet fleet;
    private final List<PoolId> pools;
    private final Supplier<List<String>> lastImbalances;

    /** {@code problem} says why the books stand still. */
    BackOfficeHealth(
            Books books,
            Supplier<Optional<String>> problem,
            Fleet fleet,
            List<PoolId> pools,
            Supplier<List<String>> lastImbalances) {
        this.books = books;
        this.problem = problem;
        this.fleet = fleet;
        this.pools = pools;
        this.lastImbalances = lastImbalances;
    }

    Part settlement() {
        Map<String, String> facts = new LinkedHashMap<>();
        long lag = books.lagRecords();
        Backlog backlog = books.tasks().backlog();
        facts.put("lagRecords", Long.toString(lag));
        facts.put("dueTasks", Long.toString(backlog.due()));
        facts.put("parkedTasks", Long.toString(backlog.parked()));
        List<String> imbalances = lastImbalances.get();
        if (problem.get().isPresent()) {
            return degraded(
                    "settlement",
                    "The books stand still: " + problem.get().get(),
                    "See to the database; the books go on by themselves, and nothing is skipped.",
                    facts);
        } else if (!imbalances.isEmpty()) {
            return degraded(
                    "settlement",
                    "NOT in balance at the last check: " + imbalances.get(0),
                    "Halt the pools and look: tidemark balance.",
                    facts);
        } else if (lag > BackOffice.MOST_LAG) {
            return degraded(
                    "settlement",
                    "The books are " + lag + " records behind; new orders are refused until they catch up.",
                    "See whether the database is slow or its disk is full.",
                    facts);
        } else if (backlog.parked() > 0) {
            return degraded(
                    "settlement",
                    backlog.parked() + " tasks were tried too often and wait for a person.",
                    "See what went wrong with 'tidemark tasks', mend it, and try again with 'tidemark tasks retry ID'.",
                    facts);
        }
        return Part.ok(
                "settlement",
                lag + " records behind, " + backlog.due() + " tasks due, none parked, in balance at the last check.",
                facts);
    }

    Part fleet() {
        Map<String, String> facts = new LinkedHashMap<>();
        int all = 0;
        int quarantined = 0;
        for (PoolId pool : pools) {
            Map<NodeState, Integer> counts = fleet.counts(pool);
            facts.put(pool.toString(), describe(counts));
            all += counts.values().stream().mapToInt(Integer::intValue).sum();
            quarantined += counts.getOrDefault(NodeState.QUARANTINED, 0);
        }
        if (all == 0 || quarantined * QUARANTINED_OF > all) {
            return degraded(
                    "fleet",
                    all == 0 ? "No node is known yet." : quarantined + " of " + all + " nodes stand in quarantine.",
                    "See why: tidemark machines --state quarantined. Repair them, then tidemark machines repaired NODE.",
                    facts);
        }
        return Part.ok("fleet", all + " nodes, " + quarantined + " in quarantine: " + facts, facts);
    }

    private static String describe(Map<NodeState, Integer> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Part degraded(String name, String finding, String remedy, Map<String, String> facts) {
        return new Part(name, Level.DEGRADED, finding, remedy, facts);
    }
}
