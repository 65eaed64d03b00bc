package io.tidemark.connectors.server;

import io.tidemark.connectors.metrics.DeskReading;
import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.forecast.Accuracy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How the operator's desks are: what they read of internal demand, and when they priced last. */
final class DeskHealth {
    private static final long MINUTE = 60_000;
    /** Pricing ticks are five market minutes apart: three missed ones are no accident. */
    private static final long LONGEST_MINUTES = 15;
    /** At a high speed a market minute is shorter than a step; what is young in real time is young enough. */
    private static final long LONGEST_REAL_MILLIS = 30_000;

    private final MarketClock clock;
    private final Map<PoolId, Supplier<Optional<DeskReading>>> desks;
    private final Supplier<String> ruleSet;
    private final String source;
    private final Function<PoolId, Optional<String>> unread;

    /** {@code unread} says why nothing is read of a pool's demand, if nothing is. */
    DeskHealth(
            MarketClock clock,
            Map<PoolId, Supplier<Optional<DeskReading>>> desks,
            Supplier<String> ruleSet,
            String source,
            Function<PoolId, Optional<String>> unread) {
        this.clock = clock;
        this.desks = desks;
        this.ruleSet = ruleSet;
        this.source = source;
        this.unread = unread;
    }

    private boolean isOld(long instant) {
        long age = clock.now() - instant;
        return age > LONGEST_MINUTES * MINUTE && age > LONGEST_REAL_MILLIS * clock.speed();
    }

    private Map<PoolId, DeskReading> readings() {
        Map<PoolId, DeskReading> readings = new TreeMap<>();
        desks.forEach((pool, desk) -> desk.get().ifPresent(reading -> readings.put(pool, reading)));
        return readings;
    }

    Part pricing() {
        Map<String, String> facts = new LinkedHashMap<>();
        String ruleSet = this.ruleSet.get();
        facts.put("ruleSet", ruleSet);
        for (Map.Entry<PoolId, DeskReading> each : readings().entrySet()) {
            DeskReading reading = each.getValue();
            OptionalLong at = reading.pricedAt();
            facts.put(
                    "ageMinutes " + each.getKey(),
                    at.isEmpty() ? "-" : Long.toString((clock.now() - at.getAsLong()) / MINUTE));
            if (reading.isPricingFailing() || isOld(at.orElse(reading.at()))) {
                return new Part(
                        "pricing",
                        Level.DEGRADED,
                        "The rules give no prices for " + each.getKey() + "; its last ones stay.",
                        "Look into the log for the rule that failed, and mend its table.",
                        facts);
            }
        }
        return Part.ok("pricing", "Prices are up to date, by rule set " + ruleSet.substring(0, 12) + ".", facts);
    }

    Part demand() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", source);
        for (Map.Entry<PoolId, DeskReading> each : readings().entrySet()) {
            DeskReading reading = each.getValue();
            facts.put(
                    each.getKey().toString(),
                    reading.demand().internalLots() + " of " + reading.demand().totalLots() + " lots used, "
                            + reading.demand().pendingLots() + " queued, " + reading.offeredLots() + " offered");
            facts.put("forecast " + each.getKey(), forecast(reading.forecasts()));
            if (reading.demand().outage()) {
                return new Part(
                        "demand",
                        Level.DEGRADED,
                        "The source reports an outage of " + each.getKey() + ": nothing is released or asked back.",
                        "Nothing to do here: it ends with the outage. See to the cluster.",
                        facts);
            }
            if (isOld(reading.demand().asOf())) {
                return new Part(
                        "demand",
                        Level.DEGRADED,
                        "The last reading of " + each.getKey() + " is old: nothing is released on it.",
                        unread.apply(each.getKey())
                                .map(why -> "Mend what keeps it from being read: " + why)
                                .orElse("See why there are no readings from " + source + "."),
                        facts);
            }
            if (reading.shortLots() > 0) {
                return new Part(
                        "demand",
                        Level.DEGRADED,
                        reading.shortLots() + " firm lot-hours of " + each.getKey()
                                + " in the next three hours are sold and cannot be delivered.",
                        "Internal work has to wait, or nodes must come back from quarantine; who gets none is refunded and paid damages.",
                        facts);
            }
        }
        return Part.ok("demand", "Read from " + source + ".", facts);
    }

    private static String forecast(List<Accuracy> forecasts) {
        String told = forecasts.stream()
                .filter(accuracy -> accuracy.judged() > 0)
                .map(accuracy ->
                        String.format(Locale.ROOT, "%.1f lots at %d h", accuracy.meanError(), accuracy.leadHours()))
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? "none yet: two weeks must have been watched" : "wrong by " + told + " on the average";
    }
}
