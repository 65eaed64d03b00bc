package io.tidemark.simulations.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.document.Nearest;
import io.tidemark.simulations.document.Problem;
import io.tidemark.simulations.document.Resolution;
import io.tidemark.simulations.document.Span;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario.Demand;
import io.tidemark.simulations.scenario.Scenario.FixedPrice;
import io.tidemark.simulations.scenario.Scenario.Horizon;
import io.tidemark.simulations.scenario.Scenario.OperatorLimits;
import io.tidemark.simulations.scenario.Scenario.Policy;
import io.tidemark.simulations.scenario.Scenario.Pool;
import io.tidemark.simulations.scenario.Scenario.Precision;
import io.tidemark.simulations.scenario.Scenario.PriceByUse;
import io.tidemark.simulations.scenario.Scenario.Pricing;
import io.tidemark.simulations.scenario.Scenario.Release;
import io.tidemark.simulations.scenario.Scenario.Replications;
import io.tidemark.simulations.scenario.Scenario.Rules;
import io.tidemark.simulations.scenario.Scenario.Turnaround;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a scenario of a document that obeys the schema, and checks what no schema can say. */
final class Binding {
    private static final Pattern ASSERTION =
            Pattern.compile("([A-Za-z0-9]+)[.]([A-Za-z0-9]+) *(<=|>=|<|>) *(-?[0-9]+(?:[.][0-9]+)?)");
    private static final long MINUTE = 60_000;
    private static final long LONGEST = 3_660 * 24 * Hours.MILLIS;
    private static final long LEAST_NOTICE = 120_000;
    private static final long LONGEST_AHEAD = 9 * 24 * Hours.MILLIS;
    private static final int WHOLE_BPS = 10_000;

    private final ObjectNode json;
    private final Resolution resolution;
    private final List<Problem> problems;
    private final Path directory;

    Binding(ObjectNode json, Resolution resolution, List<Problem> problems, Path directory) {
        this.json = json;
        this.resolution = resolution;
        this.problems = problems;
        this.directory = directory;
    }

    Scenario scenario() {
        List<Pool> pools = pools();
        Map<PoolId, Demand> demand = demand(pools);
        Horizon horizon = horizon();
        Replications replications = replications();
        Release release = release();
        Turnaround turnaround = new Turnaround(span("turnaround.sanitize"), span("turnaround.deploy"));
        Pricing pricing = pricing();
        OperatorLimits operator = operator();
        ParticipantBinding participants = new ParticipantBinding(json.path("participants"), pools, this);
        return new Scenario(
                json.path("name").asText(),
                horizon,
                json.path("seed").asLong(),
                replications,
                pools,
                demand,
                release,
                turnaround,
                pricing,
                operator,
                participants.all(),
                assertions(),
                pretty());
    }

    private String pretty() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of values is always JSON", impossible);
        }
    }

    // ---- parts

    private Horizon horizon() {
        long start = 0;
        String text = json.at("/horizon/start").asText();
        try {
            start = Instant.parse(text.length() == "2026-01-05T00:00Z".length() ? text.replace("Z", ":00Z") : text)
                    .toEpochMilli();
        } catch (DateTimeException noSuchDay) {
            problem("horizon.start", "no such instant: '" + text + "'", "a day of the calendar");
        }
        Horizon horizon = new Horizon(start, span("horizon.length"), span("horizon.warmup"), span("horizon.sample"));
        require(
                start % Hours.MILLIS == 0,
                "horizon.start",
                "not on a full hour",
                "an instant such as 2026-01-05T00:00Z");
        require(
                horizon.length() >= Hours.MILLIS && horizon.length() % Hours.MILLIS == 0 && horizon.length() <= LONGEST,
                "horizon.length",
                "no whole number of hours from 1 hour to 10 years",
                "a duration such as 30d");
        require(
                horizon.warmup() % Hours.MILLIS == 0 && horizon.warmup() < horizon.length(),
                "horizon.warmup",
                "no whole hours, or nothing would be left to count",
                "whole hours, shorter than the horizon");
        require(
                horizon.sample() >= MINUTE && horizon.length() % horizon.sample() == 0,
                "horizon.sample",
                "it does not divide the horizon",
                "at least 1m, and a divisor of the horizon");
        return horizon;
    }

    private Replications replications() {
        JsonNode given = json.path("replications");
        if (given.has("count")) {
            int count = given.path("count").asInt();
            return new Replications(count, count, Optional.empty());
        }
        Replications replications = new Replications(
                given.path("min").asInt(),
                given.path("max").asInt(),
                Optional.of(new Precision(given.path("relativePrecision").asDouble(), metrics(given.path("on")))));
        require(
                replications.min() <= replications.max(),
                "replications",
                "min is above max",
                "min and max in ascending order");
        return replications;
    }

    private List<Metric> metrics(JsonNode keys) {
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            metric(keys.get(i).asText(), "replications.on." + i).ifPresent(metrics::add);
        }
        return metrics;
    }

    private Optional<Metric> metric(String key, String path) {
        Optional<Metric> metric = Metric.of(key);
        if (metric.isEmpty()) {
            problem(
                    path,
                    "no metric '" + key + "'",
                    Nearest.to(key, Metric.keys())
                            .map(best -> "'" + best + "'; did you mean that?")
                            .orElse("one of " + String.join(", ", Metric.keys())));
        }
        return metric;
    }

    private List<Pool> pools() {
        Map<PoolId, Pool> pools = new LinkedHashMap<>();
        JsonNode given = json.path("pools");
        for (int i = 0; i < given.size(); i++) {
            PoolId id = PoolId.parse(given.get(i).path("id").asText());
            Pool twice = pools.put(id, new Pool(id, given.get(i).path("lots").asLong()));
            require(twice == null, "pools." + i + ".id", id + " is there twice", "each pool once");
        }
        return List.copyOf(pools.values());
    }

    private Map<PoolId, Demand> demand(List<Pool> pools) {
        ObjectNode given = (ObjectNode) json.path("internalDemand");
        Map<PoolId, Demand> demand = new LinkedHashMap<>();
        for (Pool pool : pools) {
            String name = pool.id().toString();
            if (!given.has(name)) {
                given.putObject(name).set("generator", resolution.byDefault("generator"));
            }
            demand.put(pool.id(), demand(pool, given.path(name), "internalDemand." + name));
        }
        given.fieldNames()
                .forEachRemaining(name -> require(
                        pools.stream().anyMatch(pool -> pool.id().toString().equals(name)),
                        "internalDemand." + name,
                        "the scenario has no pool " + name,
                        "one of its pools"));
        return demand;
    }

    private Demand demand(Pool pool, JsonNode given, String path) {
        if (given.has("generator")) {
            return new Scenario.Generated(shape(given.path("generator"), path + ".generator"));
        }
        long gpus = pool.lots() * pool.id().gpusPerLot();
        long scaleTo = given.path("scaleTo").asLong(gpus);
        require(
                scaleTo % pool.id().gpusPerLot() == 0,
                path + ".scaleTo",
                scaleTo + " GPUs are no whole lots",
                "a multiple of " + pool.id().gpusPerLot());
        return new Scenario.Recorded(
                file(given.path("trace").asText()),
                given.has("outages") ? Optional.of(file(given.path("outages").asText())) : Optional.empty(),
                scaleTo / pool.id().gpusPerLot(),
                millis(given.path("offset").asText()),
                millis(given.path("offsetPerReplication").asText()),
                given.path("repeat").asBoolean(),
                resolution.placeOf(path + ".trace").toString());
    }

    private DemandShape shape(JsonNode given, String path) {
        try {
            return new DemandShape(
                    given.path("meanUse").asDouble(),
                    given.path("hourSwing").asDouble(),
                    given.path("weekdaySwing").asDouble(),
                    given.path("noise").asDouble(),
                    given.path("hourCorrelation").asDouble(),
                    given.path("gangsPerWeek").asDouble(),
                    given.path("smallestGang").asDouble(),
                    given.path("largestGang").asDouble(),
                    given.path("shortestGangHours").asInt(),
                    given.path("longestGangHours").asInt(),
                    given.path("outages").asBoolean(),
                    false);
        } catch (IllegalArgumentException contradiction) {
            problem(path, String.valueOf(contradiction.getMessage()), "figures that agree with each other");
            return DemandShape.trainingPool();
        }
    }

    private Release release() {
        JsonNode given = json.path("release");
        Optional<Integer> notice = Optional.empty();
        if (given.has("notice")) {
            long millis = span("release.notice");
            require(
                    millis >= LEAST_NOTICE && millis <= 24 * Hours.MILLIS,
                    "release.notice",
                    "a notice of " + given.path("notice").asText(),
                    "from 2m to 1d");
            notice = Optional.of((int) (millis / 1_000));
        }
        Release release = new Release(
                given.path("headroom").asDouble(),
                given.path("turnoverReserve").asDouble(),
                span("release.every"),
                span("release.after"),
                span("release.reclaimAfter"),
                notice);
        require(
                release.every() >= MINUTE && Hours.MILLIS % release.every() == 0,
                "release.every",
                "it does not divide an hour",
                "a duration such as 1m, 5m or 15m");
        require(
                release.after() > release.reclaimAfter() && release.after() <= 7 * 24 * Hours.MILLIS,
                "release.after",
                "not longer than reclaimAfter, or longer than a week",
                "a release that waits longer than a reclaim");
        require(
                release.every() <= release.after(),
                "release.every",
                "longer than release.after",
                "at least one look while a surplus stands");
        return release;
    }

    private Pricing pricing() {
        String rules = json.at("/pricing/rules").asText();
        long tick = span("pricing.tick");
        require(
                tick >= MINUTE && 15 * MINUTE % tick == 0,
                "pricing.tick",
                "it does not divide 15 minutes",
                "1m, 3m, 5m or 15m");
        long ahead = span("pricing.ahead");
        require(
                ahead >= 2 * Hours.MILLIS && ahead <= LONGEST_AHEAD && ahead % Hours.MILLIS == 0,
                "pricing.ahead",
                "no whole hours, or fewer than 2, or more than 9 days",
                "a duration such as 2d");
        return new Pricing(
                policy(), rules.equals("default") ? Optional.empty() : Optional.of(file(rules)), tick, ahead);
    }

    private Policy policy() {
        return switch (json.at("/pricing/policy").asText()) {
            case "fixed" -> new FixedPrice(price("pricing.fixed"));
            case "utilisation" -> new PriceByUse(price("pricing.utilisation.idle"), price("pricing.utilisation.full"));
            default -> new Rules();
        };
    }

    private long price(String path) {
        long ticks = Price.parse(json.at("/" + path.replace('.', '/')).asText()).ticks();
        require(ticks >= 1, path, "a price of nothing", "at least 0.01");
        return ticks;
    }

    private OperatorLimits operator() {
        JsonNode given = json.path("operator");
        OperatorLimits limits = new OperatorLimits(
                Price.parse(given.path("floor").asText()).ticks(),
                Price.parse(given.path("cap").asText()).ticks(),
                Math.round(given.path("largestStep").asDouble() * WHOLE_BPS));
        require(limits.floorTicks() >= 1, "operator.floor", "a price of nothing", "at least 0.01");
        require(limits.floorTicks() <= limits.capTicks(), "operator.cap", "below the floor", "a price above the floor");
        return limits;
    }

    private List<Scenario.Assertion> assertions() {
        List<Scenario.Assertion> assertions = new ArrayList<>();
        JsonNode given = json.path("assert");
        for (int i = 0; i < given.size(); i++) {
            String text = given.get(i).asText();
            Matcher parts = ASSERTION.matcher(text);
            if (parts.matches()) {
                metric(parts.group(1), "assert." + i)
                        .ifPresent(metric -> assertions.add(new Scenario.Assertion(
                                text, metric, parts.group(2), parts.group(3), Double.parseDouble(parts.group(4)))));
            }
        }
        return assertions;
    }

    // ---- what parts share

    /** The duration at a path of keys that hold no dots. */
    private long span(String path) {
        return millis(json.at("/" + path.replace('.', '/')).asText());
    }

    static long millis(String duration) {
        return Span.parse(duration).toMillis();
    }

    private Path file(String text) {
        return directory.resolve(text).normalize();
    }

    void require(boolean holds, String path, String found, String expected) {
        if (!holds) {
            problem(path, found, expected);
        }
    }

    private void problem(String path, String found, String expected) {
        problems.add(new Problem(resolution.placeOf(path).toString(), path, found, expected));
    }
}
