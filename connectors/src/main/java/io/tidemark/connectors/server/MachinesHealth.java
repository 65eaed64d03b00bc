package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.connectors.site.Machines;
import io.tidemark.exchange.cluster.MarketClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Whether whoever has the machines says how they are. */
final class MachinesHealth {
    private static final String NAME = "machines";

    /** Longer than any list is acted on. */
    private static final long LONGEST_MILLIS = 5 * 60_000;
    /** At a high speed a market minute is shorter than a step; what is young in real time is young enough. */
    private static final long LONGEST_REAL_MILLIS = 30_000;

    private final MarketClock clock;
    private final Machines machines;

    MachinesHealth(MarketClock clock, Machines machines) {
        this.clock = clock;
        this.machines = machines;
    }

    /** {@code listed} is when they were listed last, if ever since the work began here. */
    Part part(OptionalLong listed) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machines", machines.describe());
        listed.ifPresent(at -> facts.put("listed", Instant.ofEpochMilli(at).toString()));
        if (listed.isPresent() && !isOld(listed.getAsLong())) {
            return Part.ok(NAME, "Listed at " + Instant.ofEpochMilli(listed.getAsLong()) + ".", facts);
        }
        return new Part(
                NAME,
                Level.DEGRADED,
                listed.isPresent()
                        ? "They were listed last at " + Instant.ofEpochMilli(listed.getAsLong())
                                + ": leases go on, but none begins, and nothing is cleaned or taken back."
                        : "They were not listed since the market's work began here: leases go on, but none begins.",
                machines instanceof Machines.Metal
                        ? "The log says who does not answer, Ironic or Slurm: see to that; the rest follows by itself."
                        : "The log says why; it is most often the database.",
                facts);
    }

    private boolean isOld(long instant) {
        long age = clock.now() - instant;
        return age > LONGEST_MILLIS && age > LONGEST_REAL_MILLIS * clock.speed();
    }
}
