package io.tidemark.connectors.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.server.VenueConfig.ForeignDatabase;
import io.tidemark.connectors.server.VenueConfig.Membership;
import io.tidemark.connectors.server.VenueConfig.Pool;
import io.tidemark.connectors.site.Site;
import io.tidemark.connectors.site.SiteBinding;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.table.Tables;
import io.tidemark.pricing.table.TablesRefusedException;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.document.Findings;
import io.tidemark.simulations.document.Span;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a venue of a configuration that obeys the schema, and checks what no schema can say. */
final class ServeBinding {
    private static final int WHOLE_BPS = 10_000;

    /** What simulated machines and generated demand are drawn from; no promise of the market depends on it. */
    private static final long SEED = 42;

    /** Two looks at demand may be a little more than a market minute apart. */
    private static final Duration SHORTEST_STALE_AFTER = Duration.ofMinutes(2);

    private static final String PASSWORD = "TIDEMARK_DATABASE_PASSWORD";

    private final JsonNode json;
    private final Findings findings;
    private final Map<String, String> environment;

    ServeBinding(JsonNode json, Findings findings, Map<String, String> environment) {
        this.json = json;
        this.findings = findings;
        this.environment = environment;
    }

    VenueConfig venue(Path data, VenueClock clock, Optional<Membership> membership) {
        if (membership.isPresent() && !json.has("database")) {
            findings.add(
                    "database", "none, and this is one member of several", "the PostgreSQL that all members share");
        }
        Site site = new SiteBinding(json, findings).site();
        if (site.isReal() && !clock.isReal()) {
            findings.add(
                    "machines",
                    "a market that runs faster than real time, and machines or readings that do not",
                    "no --speed; to rehearse, machines: simulated and demand of kind generated or trace");
        }
        DoorsBinding doors = new DoorsBinding(json, findings);
        return new VenueConfig(
                data,
                json.has("keys") ? findings.file(json.path("keys").asText()) : DataDirectory.keys(data),
                doors.addresses(),
                doors.publicUrl(),
                clock,
                pools(),
                limits(),
                tables(),
                foreignDatabase(),
                SEED,
                site,
                json.at("/webhooks/privateAddresses").asBoolean(),
                membership);
    }

    // ---- pools

    private List<Pool> pools() {
        Map<PoolId, Pool> pools = new LinkedHashMap<>();
        JsonNode given = json.path("pools");
        for (int i = 0; i < given.size(); i++) {
            String path = "pools." + i;
            PoolId id = PoolId.parse(given.get(i).path("id").asText());
            PoolDemand demand = demand(given.get(i).path("demand"), path + ".demand");
            long lots = given.get(i).path("lots").asLong();
            Pool twice = pools.put(id, new Pool(id, lots, demand, surplus(id.sku(), lots)));
            if (twice != null) {
                findings.add(path + ".id", id + " is there twice", "each pool once");
            }
        }
        return new ArrayList<>(pools.values());
    }

    private SurplusPolicy surplus(Sku sku, long lots) {
        JsonNode release = json.path("release");
        if (Span.parse(release.path("staleAfter").asText()).compareTo(SHORTEST_STALE_AFTER) < 0) {
            findings.add(
                    "release.staleAfter",
                    release.path("staleAfter").asText() + ", and demand is looked at once a minute",
                    "at least 2m, or a surplus would hardly ever count as watched");
        }
        String kind = sku == Sku.B200X8 ? "servers" : "racks";
        try {
            return new SurplusPolicy(
                    SurplusPolicy.lotsOf(release.path("headroom").asDouble(), lots),
                    SurplusPolicy.lotsOf(release.path("turnoverReserve").asDouble(), lots),
                    Span.parse(release.path("after").asText()),
                    Span.parse(release.path("reclaimAfter").asText()),
                    Span.parse(json.path("turnaround").path(kind).asText()),
                    Span.parse(release.path("staleAfter").asText()));
        } catch (IllegalArgumentException contradiction) {
            findings.add("release", String.valueOf(contradiction.getMessage()), "spans that agree with each other");
            return SurplusPolicy.forPool(sku, lots);
        }
    }

    private PoolDemand demand(JsonNode given, String path) {
        if (given.path("kind").asText().equals("trace")) {
            Path file = findings.file(given.path("file").asText());
            Optional<Path> outages = given.has("outages")
                    ? Optional.of(findings.file(given.path("outages").asText()))
                    : Optional.empty();
            boolean there = findings.isFile(file, path + ".file", "a GPU-cluster trace");
            there &= outages.isEmpty() || findings.isFile(outages.get(), path + ".outages", "a list of outages");
            Optional<DemandTrace> trace = there ? trace(file, outages, path) : Optional.empty();
            if (trace.isPresent()) {
                return PoolDemand.traced(
                        trace.get(),
                        Span.parse(given.path("offset").asText()),
                        PoolDemand.describe(file.toString(), trace.get(), outages.isPresent()));
            }
        }
        return switch (given.path("kind").asText()) {
            case "slurm" -> PoolDemand.inSlurm();
            case "prometheus" -> PoolDemand.inPrometheus();
            default -> PoolDemand.generated(DemandShape.trainingPool());
        };
    }

    private Optional<DemandTrace> trace(Path file, Optional<Path> outages, String path) {
        try {
            return Optional.of(DemandTrace.read(file, outages));
        } catch (TraceFormatException wrong) {
            findings.add(path, "it is no trace: " + wrong.getMessage(), "timestamp,gpus_in_use,gpus_queued,gpus_total");
        } catch (IOException unreadable) {
            findings.add(path, "it cannot be read: " + unreadable.getMessage(), "files that this user may read");
        }
        return Optional.empty();
    }

    // ---- prices

    private Limits limits() {
        long floor = Price.parse(json.at("/prices/floor").asText()).ticks();
        long cap = Price.parse(json.at("/prices/cap").asText()).ticks();
        if (floor < 1) {
            findings.add("prices.floor", "a price of nothing", "at least 0.01");
        } else if (cap < floor) {
            findings.add("prices.cap", "below the floor", "a price of at least " + Price.format(floor));
        } else {
            return new Limits(
                    floor, cap, Math.round(json.at("/prices/largestStep").asDouble() * WHOLE_BPS));
        }
        return OperatorLoops.USUAL_LIMITS;
    }

    private Map<String, String> tables() {
        Map<String, String> builtIn = RuleSet.builtInTables();
        String rules = json.at("/prices/rules").asText();
        if (rules.equals("default")) {
            return builtIn;
        }
        Path from = findings.file(rules);
        if (!Files.isDirectory(from)) {
            findings.add(
                    "prices.rules", "there is no directory " + from, "'default', or a directory of pricing tables");
            return builtIn;
        }
        Map<String, String> texts = new TreeMap<>();
        for (String table : builtIn.keySet()) {
            Path file = from.resolve(table + ".csv");
            if (findings.isFile(file, "prices.rules", "a CSV for each of " + String.join(", ", builtIn.keySet()))) {
                findings.text(file, "prices.rules").ifPresent(text -> texts.put(table, text));
            }
        }
        return texts.size() == builtIn.size() && areRight(texts, from) ? texts : builtIn;
    }

    private boolean areRight(Map<String, String> texts, Path from) {
        try {
            Tables.read(texts);
            return true;
        } catch (TablesRefusedException refused) {
            refused.problems()
                    .forEach(wrong -> findings.add(
                            "prices.rules",
                            from.resolve(wrong.table() + ".csv") + (wrong.row() == 0 ? "" : ":" + wrong.row())
                                    + (wrong.column().isEmpty() ? "" : " " + wrong.column())
                                    + ": " + wrong.message(),
                            wrong.remedy()));
            return false;
        }
    }

    // ---- database

    /** Where the books are, if it is a database of somebody else's. */
    Optional<ForeignDatabase> foreignDatabase() {
        return json.has("database") ? Optional.of(database()) : Optional.empty();
    }

    private ForeignDatabase database() {
        JsonNode given = json.path("database");
        String password = Optional.ofNullable(environment.get(PASSWORD)).orElse("");
        if (given.has("passwordFile")) {
            Path file = findings.file(given.path("passwordFile").asText());
            password = findings.isFile(file, "database.passwordFile", "a file with the password and nothing else")
                    ? findings.text(file, "database.passwordFile").orElse("").strip()
                    : "";
        }
        return new ForeignDatabase(
                given.path("url").asText(), given.path("user").asText(), password);
    }
}
