package io.tidemark.connectors.bench;

import io.tidemark.connectors.bench.settlement.SettlementBench;
import io.tidemark.connectors.bench.settlement.SettlementBench.Load;
import io.tidemark.connectors.bench.settlement.SettlementBench.Result;
import io.tidemark.connectors.bench.settlement.SettlementBench.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "settlement",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes trades from a journal into the books: how many fills a second, a fill being one hour's leg of a trade.",
            "",
            "A real engine writes the journal: each trade is an order to sell and an order to buy that meets it, with"
                    + " titles, holds and fees. Each fill is in the books as its hold, its trade and the resale of the"
                    + " title, in double entry. The PostgreSQL is started for it, with durable commits. Sizes of a"
                    + " transaction take turns, round after round; the figures are medians of the rounds.",
            "",
            "Beside them: what the same database does in one-row transactions (bareCommitsPerSecond) and in transactions"
                    + " of 50 rows (bareRowsPerSecond), and each size's ratio to the former. jvmUs and postgresUs are"
                    + " processor time for a fill, in microseconds. settledPerSecond is legs of metered hours, an hour a"
                    + " transaction.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was measured", "1:the journal or the database cannot be written", "2:an option is wrong"},
        footer = {
            "",
            "It asks for a directory on a disk whose sync is worth something: not one in memory.",
            "",
            "Examples:",
            "  tidemark bench settlement --data /var/tmp",
            "  tidemark bench settlement --data /var/tmp --window 24 --batch 50"
        })
final class SettlementCommand implements Callable<Integer> {
    private static final int MOST_FILLS = 10_000_000;
    private static final int MOST_HOURS = 24;
    private static final int MOST_BATCH = 10_000;
    private static final int MOST_ROUNDS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the journal and the database are written; default: this directory")
    private Path data = Path.of(".");

    @Option(names = "--fills", paramLabel = "N", description = "of each size in each round; default: 5000")
    private int fills = 5_000;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description = "fills after which a transaction is committed; default: 1,10,50")
    private List<Integer> batches = List.of(1, 10, 50);

    @Option(names = "--window", paramLabel = "HOURS", description = "hours of each order, up to 24; default: 1")
    private int window = 1;

    @Option(names = "--rounds", paramLabel = "N", description = "default: 3")
    private int rounds = 3;

    @Option(
            names = "--warmup",
            paramLabel = "FILLS",
            description = "fills before the first round, that let the compiler do its work; default: 20000")
    private int warmUp = 20_000;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--fills", fills, 1, MOST_FILLS);
        Range.require(spec, "--window", window, 1, MOST_HOURS);
        Range.require(spec, "--rounds", rounds, 1, MOST_ROUNDS);
        Range.require(spec, "--warmup", warmUp, 0, MOST_FILLS);
        batches.forEach(batch -> Range.require(spec, "--batch", batch, 1, MOST_BATCH));
        if (!Files.isDirectory(data)) {
            spec.commandLine().getErr().println("tidemark: there is no directory " + data);
            return BenchCommand.FAILED;
        }
        Load load = new Load(window, fills, batches, rounds, warmUp);
        Result result;
        try (Bar bar = Bar.of("settlement", load.steps(), !noProgress)) {
            result = new SettlementBench(data, load, bar).run();
        } catch (IOException failed) {
            spec.commandLine().getErr().println("tidemark: " + failed);
            return BenchCommand.FAILED;
        }
        print(result);
        return BenchCommand.OK;
    }

    private void print(Result result) {
        Line settings = Line.of();
        result.settings().forEach(settings::with);
        Line line = Line.of()
                .with("window", window)
                .with("rounds", rounds)
                .with("bareCommitsPerSecond", result.commits(), 0)
                .with("bareRowsPerSecond", result.rows(), 0);
        for (Size size : result.sizes()) {
            line.with(
                    "batch" + size.batch(),
                    Line.of()
                            .with("fills", size.fills())
                            .with("transactions", size.transactions())
                            .with("transfers", size.transfers())
                            .with("fillsPerSecond", size.fillsPerSecond(), 0)
                            .with("slowestRound", size.slowest(), 0)
                            .with("fastestRound", size.fastest(), 0)
                            .with("toBareCommits", size.fillsPerSecond() / result.commits(), 2)
                            .with("jvmUs", size.jvm(), 1)
                            .with("postgresUs", size.postgres(), 1));
        }
        line.with("settledLegs", result.settledLegs())
                .with("settledPerSecond", result.settled(), 0)
                .with("database", settings)
                .print(spec.commandLine().getOut());
    }
}
