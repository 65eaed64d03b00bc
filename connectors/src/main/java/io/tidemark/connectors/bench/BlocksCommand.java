package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.BlockBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "blocks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Mixed events in a book full of multi-hour buys: events a second, and how long each kind takes.",
            "",
            "168 hours are on sale and 2,400 blocks of 2 to 24 hours rest, 70 %% of them all-or-none, beside hourly bids"
                    + " and asks. Hours and blocks are bought, holders sell 1 to 8 hours, orders are cancelled and"
                    + " replaced, so that about as many rest in the end. The events are made up once and then played"
                    + " twice on new engines: for the total in processor time, and one by one on the wall.",
            ""
        },
        footer = {
            "",
            "tradeHash is over every trade. It changes with the seed, the number of events and what the engine does, and"
                    + " with nothing else.",
            "",
            "Example:",
            "  tidemark bench blocks --seed 7 --events 100000"
        })
final class BlocksCommand implements Callable<Integer> {
    private static final int MOST_EVENTS = 10_000_000;
    private static final int MOST_BLOCKS = 1_000_000;
    private static final int PASSES = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seed", paramLabel = "N", description = "what the events follow from; default: 1")
    private long seed = 1;

    @Option(names = "--events", paramLabel = "N", description = "how many are timed; default: 300000")
    private int events = 300_000;

    @Option(names = "--blocks", paramLabel = "N", description = "how many blocks rest; default: 2400")
    private int blocks = BlockBench.BLOCKS;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--events", events, 1, MOST_EVENTS);
        Range.require(spec, "--blocks", blocks, 1, MOST_BLOCKS);
        BlockBench.Result result;
        try (Bar bar = Bar.of("blocks", (long) PASSES * events, !noProgress)) {
            result = new BlockBench(seed, events, blocks, new MachineClocks(), bar).run();
        }
        Line kinds = Line.of();
        for (BlockBench.KindLatency kind : result.kinds()) {
            kinds.with(
                    kind.kind(),
                    Line.of()
                            .with("count", kind.count())
                            .with("p50Ns", kind.p50())
                            .with("p99Ns", kind.p99())
                            .with("p999Ns", kind.p999())
                            .with("maxNs", kind.max()));
        }
        Line.of()
                .with("seed", seed)
                .with("events", events)
                .with("resting", result.resting(), 0)
                .with("refused", result.refused())
                .with("trades", result.trades())
                .with("lotHours", result.lotHours())
                .with("eventsPerSecond", result.eventsPerSecond(), 0)
                .with("kinds", kinds)
                .with("tradeHash", result.tradeHash())
                .print(spec.commandLine().getOut());
        return BenchCommand.OK;
    }
}
