package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.PricingBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prices a market by the built-in rules: what a tick over all pools costs, with every explanation kept, and"
                    + " what it takes until there are rules to price by.",
            "",
            "startMs is loading the rules that were built with the program, compileMs the first compilation of others in"
                    + " this virtual machine; both on the wall. Ticks are processor time, and once on the wall with"
                    + " collections of garbage.",
            ""
        },
        footer = {"", "Example:", "  tidemark bench rules --pools 8 --hours 168"})
final class PricingCommand implements Callable<Integer> {
    private static final int MOST_POOLS = 500;
    private static final int MOST_HOURS = 168;
    private static final int MOST_TICKS = 1_000_000;
    private static final double NANOS_A_MILLI = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--pools", paramLabel = "N", description = "pools; default: 8")
    private int pools = 8;

    @Option(names = "--hours", paramLabel = "N", description = "hours of each, up to 168; default: 168")
    private int hours = MOST_HOURS;

    @Option(
            names = "--ticks",
            paramLabel = "N",
            description =
                    "ticks that count; default: 1000. " + PricingBench.WARM_UP + " before them are for the compiler")
    private int ticks = 1_000;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--pools", pools, 1, MOST_POOLS);
        Range.require(spec, "--hours", hours, 1, MOST_HOURS);
        Range.require(spec, "--ticks", ticks, 1, MOST_TICKS);
        PricingBench.Result result;
        try (Bar bar = Bar.of("rules", (long) PricingBench.WARM_UP + ticks, !noProgress)) {
            result = new PricingBench(pools, hours, new MachineClocks(), bar).run(ticks);
        }
        Line.of()
                .with("pools", pools)
                .with("hours", hours)
                .with("ticks", ticks)
                .with("rules", result.rules())
                .with("effects", result.effects())
                .with("startMs", result.start() / NANOS_A_MILLI, 0)
                .with("compileMs", result.compile() / NANOS_A_MILLI, 0)
                .with("p50Ms", result.median() / NANOS_A_MILLI, 3)
                .with("p99Ms", result.p99() / NANOS_A_MILLI, 3)
                .with("wallP99Ms", result.wallP99() / NANOS_A_MILLI, 3)
                .with("priceHash", result.priceHash())
                .print(spec.commandLine().getOut());
        return BenchCommand.OK;
    }
}
