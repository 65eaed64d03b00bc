package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.CallBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The end of a call auction: how long the pool stands still while all orders meet.",
            "",
            "Each round is a new pool in its opening call with a ladder of supply in every hour and buys of which 70 %%"
                    + " are all-or-none; about twice as much is asked for as there is. What is timed is the one command"
                    + " that ends the call: prices, trades, titles and money, and the sweep after it.",
            ""
        },
        footer = {"", "Example:", "  tidemark bench call --orders 500 --hours 24"})
final class CallCommand implements Callable<Integer> {
    private static final int MOST_ORDERS = 1_000_000;
    private static final int MOST_HOURS = 168;
    private static final int MOST_ROUNDS = 100_000;
    private static final double NANOS_A_MILLI = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--orders", paramLabel = "N", description = "buys in the call; default: 2000")
    private int orders = 2_000;

    @Option(names = "--hours", paramLabel = "N", description = "hours with supply, up to 168; default: 168")
    private int hours = MOST_HOURS;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "calls that count; default: 50. Ten more before them are for the compiler")
    private int rounds = 50;

    @Option(names = "--seed", paramLabel = "N", description = "what the orders follow from; default: 1")
    private long seed = 1;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--orders", orders, 1, MOST_ORDERS);
        Range.require(spec, "--hours", hours, 1, MOST_HOURS);
        Range.require(spec, "--rounds", rounds, 1, MOST_ROUNDS);
        CallBench.Result result;
        try (Bar bar = Bar.of("call", (long) CallBench.WARM_UP + rounds, !noProgress)) {
            result = new CallBench(seed, orders, hours, new MachineClocks(), bar).run(rounds);
        }
        Line.of()
                .with("seed", seed)
                .with("orders", orders)
                .with("hours", hours)
                .with("rounds", rounds)
                .with("trades", result.trades())
                .with("lotHours", result.lotHours())
                .with("medianMs", result.median() / NANOS_A_MILLI, 3)
                .with("p99Ms", result.p99() / NANOS_A_MILLI, 3)
                .with("maxMs", result.max() / NANOS_A_MILLI, 3)
                .with("tradeHash", result.tradeHash())
                .print(spec.commandLine().getOut());
        return BenchCommand.OK;
    }
}
