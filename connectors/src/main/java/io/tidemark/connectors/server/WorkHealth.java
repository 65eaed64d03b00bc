package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.duty.Duties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether market minutes pass, here or at another member. */
final class WorkHealth {
    private static final String NAME = "market";
    private static final long MINUTE = 60_000;

    private final MarketClock clock;
    private final MarketWork work;
    private final Optional<Duties> duties;

    /** {@code duties} are those of a cluster, and empty on one machine. */
    WorkHealth(MarketClock clock, MarketWork work, Optional<Duties> duties) {
        this.clock = clock;
        this.work = work;
        this.duties = duties;
    }

    Part part() {
        return work.running().map(this::here).orElseGet(() -> elsewhere(NAME));
    }

    /** What can only be looked at where the work is done. */
    Part hereOrElsewhere(String name, Supplier<Part> here) {
        return work.running().isPresent() ? here.get() : elsewhere(name);
    }

    private Part here(MarketWork.Running running) {
        Map<String, String> facts = new LinkedHashMap<>();
        long behind = clock.now() - running.loop().lastRound();
        int speed = clock.speed();
        facts.put("speed", Integer.toString(speed));
        facts.put("failedSteps", Long.toString(running.failures()));
        if (behind > 2 * MINUTE + MINUTE * speed) {
            return new Part(
                    NAME,
                    Level.DEGRADED,
                    "The market loop has not been through its steps for " + behind / MINUTE
                            + " market minutes: no demand is read, nothing is priced, no node moves.",
                    "Look into the log for what it waits for; if nothing helps, restart: the market goes on.",
                    facts);
        }
        String pace = speed == 1 ? "Runs in real time" : "Runs " + speed + " times faster than real time";
        return Part.ok(NAME, duties.isPresent() ? pace + "; this member does its work." : pace + ".", facts);
    }

    private Part elsewhere(String name) {
        Optional<String> holder =
                duties.flatMap(asked -> Optional.ofNullable(asked.holders().get(MarketWork.DUTY)));
        return holder.map(member ->
                        Part.ok(name, "Done by " + member + "; ask there for more.", Map.of("member", member)))
                .orElseGet(() -> new Part(
                        name,
                        Level.DEGRADED,
                        "Nobody does the market's work just now: no demand is read, nothing is priced, no node moves.",
                        "A member takes it within seconds. If it lasts, look into the logs for why it fails.",
                        Map.of()));
    }
}
