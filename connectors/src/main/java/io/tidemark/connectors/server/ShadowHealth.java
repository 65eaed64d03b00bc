package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.cluster.ShadowStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the shadow replica is, and what a recovery would have to replay. */
final class ShadowHealth {
    private static final String NAME = "shadow";

    private ShadowHealth() {}

    /** The part that stands for it; {@code status} is empty where no replica runs. */
    static Part part(Optional<ShadowStatus> status) {
        return status.map(ShadowHealth::part)
                .orElseGet(() -> Part.ok(
                        NAME, "Switched off: nobody checks the pools, and a restart replays everything.", Map.of()));
    }

    private static Part part(ShadowStatus status) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("lagRecords", Long.toString(status.lagRecords()));
        status.writer().ifPresent(member -> facts.put("writer", member));
        facts.put("failedSnapshots", Long.toString(status.failedSnapshots()));
        status.pools().forEach((pool, of) -> {
            facts.put(pool + " sequence", Long.toString(of.sequence()));
            facts.put(pool + " snapshot", Long.toString(of.snapshotSequence()));
        });
        if (status.problem().isPresent()) {
            return new Part(
                    NAME,
                    Level.DEGRADED,
                    "It follows the journal no more: " + status.problem().get(),
                    "The log has the cause; a restart brings it back. Until then nobody checks the pools, and a recovery"
                            + " replays more and more.",
                    facts);
        }
        return diverged(status, facts).orElseGet(() -> well(status, facts));
    }

    private static Optional<Part> diverged(ShadowStatus status, Map<String, String> facts) {
        return status.pools().entrySet().stream()
                .filter(pool -> pool.getValue().diverged().isPresent())
                .findFirst()
                .map(pool -> new Part(
                        NAME,
                        Level.DOWN,
                        "Pool " + pool.getKey() + " is not what its journal says: "
                                + pool.getValue().diverged().get(),
                        "The pool is halted. Keep journal and snapshots as they are for whoever looks into it, then restart:"
                                + " it comes back only if the journal can be replayed.",
                        facts));
    }

    private static Part well(ShadowStatus status, Map<String, String> facts) {
        long uncovered = status.pools().values().stream()
                .mapToLong(pool -> pool.sequence() - pool.snapshotSequence())
                .sum();
        return Part.ok(
                NAME,
                status.lagRecords() + " records behind, " + uncovered + " commands behind the newest snapshots"
                        + status.writer()
                                .map(member -> ", which " + member + " writes.")
                                .orElse("."),
                facts);
    }
}
