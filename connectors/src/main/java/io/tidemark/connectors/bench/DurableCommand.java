package io.tidemark.connectors.bench;

import io.tidemark.connectors.bench.durable.DurableBench;
import io.tidemark.connectors.bench.durable.DurableBench.Case;
import io.tidemark.connectors.bench.durable.DurableBench.Clients;
import io.tidemark.connectors.bench.durable.DurableBench.Most;
import io.tidemark.connectors.bench.durable.DurableBench.Offered;
import io.tidemark.connectors.bench.durable.DurableBench.Opening;
import io.tidemark.connectors.bench.durable.DurableBench.Result;
import io.tidemark.connectors.bench.durable.DurableBench.Setting;
import io.tidemark.connectors.bench.durable.DurableBench.Total;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "durable",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A whole market under load: how many commands a second are durable, and how long one takes.",
            "",
            "The exchange as it runs, Hazelcast and the journal with its syncs included, in this process; orders of one"
                    + " hour are entered, replaced and cancelled around a steady book, with titles, wallets and holds."
                    + " The memory cases are the same engines with a queue and a thread each and nothing else, to compare"
                    + " with.",
            "",
            "Where commands are offered, a latency counts from the moment at which its command was to be sent, sent or"
                    + " not. Where as many are sent as are answered, it counts from the sending, and offeredPerSecond is"
                    + " null. After each durable case the exchange is closed and opened again: recovered tells how many"
                    + " of the acknowledged commands are there with the same answer.",
            "",
            "The replica cases run with the shadow replica that checks the pools and writes snapshots. The cluster cases"
                    + " are two members in this process with a PostgreSQL of their own beside it. A cold start opens"
                    + " a market of so many commands again, from its snapshots and from the journal alone.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was measured, and everything acknowledged was there",
            "1:the journal cannot be written, or something acknowledged was not there",
            "2:an option is wrong"
        },
        footer = {
            "",
            "It asks for a directory on a disk whose sync is worth something: not one in memory.",
            "",
            "Examples:",
            "  tidemark bench durable --data /var/tmp",
            "  tidemark bench durable --only durable-max --seconds 30",
            "  tidemark bench durable --only cold-start,cluster-cold-start --cold 1000000"
        })
final class DurableCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 600;
    private static final int MOST_PLACES = 1 << 20;
    private static final int LEAST_PLACES = 1 << 13;
    private static final int MANY_POOLS = 8;
    private static final int SOME_POOLS = 6;
    private static final int OUTSTANDING = 8_192;
    /** A commit of a PostgreSQL takes longer. */
    private static final int MORE_OUTSTANDING = 1 << 15;

    private static final int MOST_COLD = 100_000_000;

    /** In this order. */
    private static final List<Case> CASES = List.of(
            new Case("memory-max", 1, Setting.MEMORY, new Most(OUTSTANDING)),
            new Case("memory-1m", 1, Setting.MEMORY, new Offered(1_000_000)),
            new Case("durable-max", 1, Setting.ONE_MACHINE, new Most(OUTSTANDING)),
            new Case("durable-1m", 1, Setting.ONE_MACHINE, new Offered(1_000_000)),
            new Case("durable-100k", 1, Setting.ONE_MACHINE, new Offered(100_000)),
            new Case("durable-1k", 1, Setting.ONE_MACHINE, new Offered(1_000)),
            new Case("durable-one-at-a-time", 1, Setting.ONE_MACHINE, new Clients(1)),
            new Case("durable-64-clients", 1, Setting.ONE_MACHINE, new Clients(64)),
            new Case("memory-8-pools-max", MANY_POOLS, Setting.MEMORY, new Most(OUTSTANDING)),
            new Case("durable-8-pools-max", MANY_POOLS, Setting.ONE_MACHINE, new Most(OUTSTANDING)),
            new Case("durable-8-pools-1m", MANY_POOLS, Setting.ONE_MACHINE, new Offered(1_000_000)),
            new Case("replica-max", 1, Setting.ONE_MACHINE_WITH_REPLICA, new Most(OUTSTANDING)),
            new Case("replica-8-pools-max", MANY_POOLS, Setting.ONE_MACHINE_WITH_REPLICA, new Most(OUTSTANDING)),
            new Case("replica-100k", 1, Setting.ONE_MACHINE_WITH_REPLICA, new Offered(100_000)),
            new Case("cluster-max", SOME_POOLS, Setting.TWO_MEMBERS, new Most(MORE_OUTSTANDING)),
            new Case("cluster-24-clients", SOME_POOLS, Setting.TWO_MEMBERS, new Clients(24)),
            new Case("cluster-replica-max", SOME_POOLS, Setting.TWO_MEMBERS_WITH_REPLICA, new Most(MORE_OUTSTANDING)),
            new Case("cluster-replica-24-clients", SOME_POOLS, Setting.TWO_MEMBERS_WITH_REPLICA, new Clients(24)));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "where journals are written; default: this directory")
    private Path data = Path.of(".");

    @Option(names = "--seconds", paramLabel = "N", description = "how long each load lasts; default: 10")
    private int seconds = 10;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "seconds of load before the first case, that let the compiler do its work; default: 20")
    private int warmUp = 20;

    @Option(names = "--only", split = ",", paramLabel = "CASE", description = "only these; default: all")
    private List<String> only = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "what the orders follow from; default: 1")
    private long seed = 1;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "places for orders, a power of two, of which two thirds are taken; default: 16384")
    private int places = 1 << 14;

    @Option(
            names = "--memory",
            paramLabel = "MS",
            description = "how long ended orders and their ids are remembered; default: 0, as other books do")
    private int memory;

    @Option(
            names = "--cold",
            paramLabel = "N",
            description = "commands in the journal of each cold start; default: 10000000")
    private int cold = 10_000_000;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--seconds", seconds, 1, MOST_SECONDS);
        Range.require(spec, "--warmup", warmUp, 0, MOST_SECONDS);
        Range.require(spec, "--orders", places, LEAST_PLACES, MOST_PLACES);
        if (Integer.bitCount(places) != 1) {
            throw new ParameterException(
                    spec.commandLine(), "--orders " + places + " is not possible; give a power of two");
        }
        Range.require(spec, "--cold", cold, 1, MOST_COLD);
        List<Case> cases = cases();
        for (String name : only) {
            if (cases.stream().noneMatch(each -> each.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no case " + name + "; there are "
                                + String.join(
                                        ", ", cases.stream().map(Case::name).toList()));
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            err.println("tidemark: the journals are in " + data.toAbsolutePath().normalize() + ", on "
                    + Files.getFileStore(data).type());
            return measured(err);
        } catch (IOException failed) {
            err.println("tidemark: no journal in " + data + ": " + failed);
            return BenchCommand.FAILED;
        }
    }

    private List<Case> cases() {
        List<Case> all = new ArrayList<>(CASES);
        all.add(new Case("cold-start", MANY_POOLS, Setting.ONE_MACHINE_WITH_REPLICA, new Total(OUTSTANDING, cold)));
        all.add(new Case(
                "cluster-cold-start", SOME_POOLS, Setting.TWO_MEMBERS_WITH_REPLICA, new Total(MORE_OUTSTANDING, cold)));
        return all;
    }

    private int measured(PrintWriter err) throws IOException {
        if (warmUp > 0) {
            bench(warmUp).run(new Case("warm-up", 1, Setting.ONE_MACHINE, new Most(OUTSTANDING)));
        }
        boolean lost = false;
        Result longest = null;
        for (Case each : cases()) {
            if (only.isEmpty() || only.contains(each.name())) {
                Result result = bench(seconds).run(each);
                say(result, err);
                lost |= each.durable() && result.recovered() != result.acknowledged();
                if (each.drive() instanceof Total) {
                    result.openings().forEach(opening -> sayOpening(each, opening));
                } else if (longest == null || replayed(result) > replayed(longest)) {
                    longest = result;
                }
            }
        }
        if (longest != null && replayed(longest) > 0) {
            sayRecovery(longest);
        }
        return lost ? BenchCommand.FAILED : BenchCommand.OK;
    }

    /** Commands that were applied again, where an opening began at the first. */
    private static long replayed(Result result) {
        return result.openings().stream()
                .filter(opening -> !opening.fromSnapshots())
                .mapToLong(Opening::replayed)
                .sum();
    }

    private DurableBench bench(int load) {
        return new DurableBench(data, seed, load, places, memory, new Hearer());
    }

    /** Brings the progress of a load to the bar. */
    private final class Hearer implements DurableBench.Watcher {
        private Bar bar = Bar.of("", 0, false);
        private long told;

        @Override
        public void begins(String name, long millis) {
            bar = Bar.of(name, millis, !noProgress);
            told = 0;
        }

        @Override
        public void reached(long millis) {
            if (millis > told) {
                bar.step(millis - told);
                told = millis;
            }
        }

        @Override
        public void ended() {
            bar.close();
        }
    }

    private void say(Result result, PrintWriter err) {
        Case what = result.what();
        Line line = Line.of().with("case", what.name());
        line.with("offeredPerSecond", what.drive() instanceof Offered load ? load.perSecond() : Double.NaN, 0);
        line.with("achievedPerSecond", result.perSecond(), 0)
                .with("p50Us", result.micros().p50(), 1)
                .with("p99Us", result.micros().p99(), 1)
                .with("p999Us", result.micros().p999(), 1)
                .with("acknowledged", result.acknowledged())
                .with("recovered", what.durable() ? result.recovered() : Double.NaN, 0)
                .print(spec.commandLine().getOut());
        StringJoiner shares = new StringJoiner(", ");
        double sum = 0;
        for (Map.Entry<String, Double> thread : result.cpuNanos().entrySet()) {
            sum += thread.getValue();
            shares.add(String.format(Locale.ROOT, "%s %.0f", thread.getKey(), thread.getValue()));
        }
        err.printf(
                Locale.ROOT,
                "tidemark: %s: %.0f ns of processor time a command (%s), %.1f bytes of journal%n",
                what.name(),
                sum,
                shares,
                result.journalBytes());
        err.flush();
    }

    private void sayOpening(Case what, Opening opening) {
        Line line = Line.of().with("case", what.name() + (opening.fromSnapshots() ? "-snapshots" : "-journal"));
        line.with("commands", opening.commands())
                .with("replayed", opening.replayed())
                .with("seconds", opening.nanos() / 1e9, 2)
                .with("commandsPerSecond", opening.commands() * 1e9 / opening.nanos(), 0)
                .print(spec.commandLine().getOut());
    }

    private void sayRecovery(Result result) {
        Opening opening = result.openings().get(0);
        double perSecond = opening.replayed() * 1e9 / opening.nanos();
        Line.of()
                .with("case", "recovery")
                .with("offeredPerSecond", Double.NaN, 0)
                .with("achievedPerSecond", perSecond, 0)
                .with("p50Us", Double.NaN, 0)
                .with("p99Us", Double.NaN, 0)
                .with("p999Us", Double.NaN, 0)
                .with("acknowledged", result.acknowledged())
                .with("recovered", result.recovered())
                .with("openedInMs", opening.nanos() / 1_000_000)
                .with("journalBytesPerCommand", result.journalBytes(), 1)
                .print(spec.commandLine().getOut());
    }
}
