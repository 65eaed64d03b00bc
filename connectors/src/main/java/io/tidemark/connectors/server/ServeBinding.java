package io.tidemark.connectors.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.server.VenueConfig.Address;
import io.tidemark.connectors.server.VenueConfig.Addresses;
import io.tidemark.connectors.server.VenueConfig.ForeignDatabase;
import io.tidemark.connectors.server.VenueConfig.Machines;
import io.tidemark.connectors.server.VenueConfig.Membership;
import io.tidemark.connectors.server.VenueConfig.Pool;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.table.Tables;
import io.tidemark.pricing.table.TablesRefusedException;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.document.Problem;
import io.tidemark.simulations.document.Resolution;
import io.tidemark.simulations.document.Span;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.TraceFormatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a venue of a configuration that obeys the schema, and checks what no schema can say. */
final class ServeBinding {
    private static final int WHOLE_BPS = 10_000;

    /** What simulated machines draw their times from; no promise of the market depends on it. */
    private static final long SEED = 42;

    private static final String PASSWORD = "TIDEMARK_DATABASE_PASSWORD";

    private final JsonNode json;
    private final Resolution resolution;
    private final List<Problem> problems;
    private final Path directory;
    private final Map<String, String> environment;

    /**
     * One for a document.
     *
     * @param directory where relative paths begin
     */
    ServeBinding(
            JsonNode json,
            Resolution resolution,
            List<Problem> problems,
            Path directory,
            Map<String, String> environment) {
        this.json = json;
        this.resolution = resolution;
        this.problems = problems;
        this.directory = directory;
        this.environment = environment;
    }

    VenueConfig venue(Path data, VenueClock clock, Optional<Membership> membership) {
        if (membership.isPresent() && !json.has("database")) {
            problem("database", "none, and this is one member of several", "the PostgreSQL that all members share");
        }
        return new VenueConfig(
                data,
                json.has("keys") ? directory.resolve(json.path("keys").asText()).normalize() : DataDirectory.keys(data),
                doors(),
                clock,
                pools(),
                limits(),
                tables(),
                foreignDatabase(),
                new Machines(SEED, false),
                membership);
    }

    // ---- doors

    private Addresses doors() {
        Addresses doors = new Addresses(door("rest"), door("fix"), door("metrics"));
        Map<Integer, String> taken = new LinkedHashMap<>();
        for (String name : List.of("rest", "fix", "metrics")) {
            int port = json.at("/doors/" + name + "/port").asInt();
            String other = port == 0 ? null : taken.putIfAbsent(port, name);
            if (other != null) {
                problem(
                        "doors." + name + ".port",
                        "port " + port + " is that of doors." + other + " already",
                        "a port of its own for each door");
            }
        }
        return doors;
    }

    private Address door(String name) {
        String path = "doors." + name;
        String host = json.at("/doors/" + name + "/host").asText();
        if (!isOurs(host)) {
            problem(
                    path + ".host",
                    "this machine has no address " + host,
                    "127.0.0.1 for this machine alone, 0.0.0.0 for all of its addresses, or one of them");
        }
        String port = path + ".port";
        return new Address(host, json.at("/doors/" + name + "/port").asInt(), port + " at " + resolution.placeOf(port));
    }

    private static boolean isOurs(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    // ---- pools

    private List<Pool> pools() {
        Map<PoolId, Pool> pools = new LinkedHashMap<>();
        JsonNode given = json.path("pools");
        for (int i = 0; i < given.size(); i++) {
            String path = "pools." + i;
            PoolId id = PoolId.parse(given.get(i).path("id").asText());
            PoolDemand demand = demand(given.get(i).path("demand"), path + ".demand");
            Pool twice = pools.put(id, new Pool(id, given.get(i).path("lots").asLong(), demand));
            if (twice != null) {
                problem(path + ".id", id + " is there twice", "each pool once");
            }
        }
        return new ArrayList<>(pools.values());
    }

    private PoolDemand demand(JsonNode given, String path) {
        if (given.path("kind").asText().equals("trace")) {
            Path file = directory.resolve(given.path("file").asText()).normalize();
            Optional<Path> outages = given.has("outages")
                    ? Optional.of(
                            directory.resolve(given.path("outages").asText()).normalize())
                    : Optional.empty();
            boolean there = isFile(file, path + ".file", "a GPU-cluster trace");
            there &= outages.isEmpty() || isFile(outages.get(), path + ".outages", "a list of outages");
            Optional<DemandTrace> trace = there ? trace(file, outages, path) : Optional.empty();
            if (trace.isPresent()) {
                return PoolDemand.traced(
                        trace.get(),
                        Span.parse(given.path("offset").asText()),
                        PoolDemand.describe(file.toString(), trace.get(), outages.isPresent()));
            }
        }
        return PoolDemand.generated(DemandShape.trainingPool());
    }

    private Optional<DemandTrace> trace(Path file, Optional<Path> outages, String path) {
        try {
            return Optional.of(DemandTrace.read(file, outages));
        } catch (TraceFormatException wrong) {
            problem(path, "it is no trace: " + wrong.getMessage(), "timestamp,gpus_in_use,gpus_queued,gpus_total");
        } catch (IOException unreadable) {
            problem(path, "it cannot be read: " + unreadable.getMessage(), "files that this user may read");
        }
        return Optional.empty();
    }

    private boolean isFile(Path file, String path, String expected) {
        if (Files.isReadable(file) && Files.isRegularFile(file)) {
            return true;
        }
        problem(path, "there is no file " + file + " that can be read", expected);
        return false;
    }

    // ---- prices

    private Limits limits() {
        long floor = Price.parse(json.at("/prices/floor").asText()).ticks();
        long cap = Price.parse(json.at("/prices/cap").asText()).ticks();
        if (floor < 1) {
            problem("prices.floor", "a price of nothing", "at least 0.01");
        } else if (cap < floor) {
            problem("prices.cap", "below the floor", "a price of at least " + Price.format(floor));
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
        Path from = directory.resolve(rules).normalize();
        if (!Files.isDirectory(from)) {
            problem("prices.rules", "there is no directory " + from, "'default', or a directory of pricing tables");
            return builtIn;
        }
        Map<String, String> texts = new TreeMap<>();
        for (String table : builtIn.keySet()) {
            Path file = from.resolve(table + ".csv");
            if (isFile(file, "prices.rules", "a CSV for each of " + String.join(", ", builtIn.keySet()))) {
                text(file, "prices.rules").ifPresent(text -> texts.put(table, text));
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
                    .forEach(wrong -> problem(
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
            Path file = directory.resolve(given.path("passwordFile").asText()).normalize();
            password = isFile(file, "database.passwordFile", "a file with the password and nothing else")
                    ? text(file, "database.passwordFile").orElse("").strip()
                    : "";
        }
        return new ForeignDatabase(
                given.path("url").asText(), given.path("user").asText(), password);
    }

    // ---- what parts share

    private Optional<String> text(Path file, String path) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException unreadable) {
            problem(path, file + " cannot be read: " + unreadable.getMessage(), "UTF-8 text that this user may read");
            return Optional.empty();
        }
    }

    private void problem(String path, String found, String expected) {
        problems.add(new Problem(resolution.placeOf(path).toString(), path, found, expected));
    }
}
