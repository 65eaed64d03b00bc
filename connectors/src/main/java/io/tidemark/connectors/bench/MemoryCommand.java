package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.MemoryBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Bytes of the heap that a resting order takes, with its client order id and what is remembered of it.",
            "",
            "The heap after a collection of garbage, with so many orders less without them, divided. Half of the"
                    + " single-hour orders are sells. Accounts, wallets and titles are there before and do not count.",
            ""
        },
        footer = {"", "Example:", "  tidemark bench memory --hour-orders 100000 --blocks 10000"})
final class MemoryCommand implements Callable<Integer> {
    private static final int MOST_ORDERS = 5_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--hour-orders", paramLabel = "N", description = "single-hour orders; default: 200000")
    private int hourOrders = 200_000;

    @Option(names = "--blocks", paramLabel = "N", description = "blocks of 2 to 24 hours; default: 50000")
    private int blocks = 50_000;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--hour-orders", hourOrders, 2, MOST_ORDERS);
        Range.require(spec, "--blocks", blocks, 1, MOST_ORDERS);
        long forHourOrder;
        long forBlock;
        try (Bar bar = Bar.of("memory", (long) hourOrders + blocks, !noProgress)) {
            MemoryBench bench = new MemoryBench(1, bar);
            forHourOrder = bench.bytesPerHourOrder(hourOrders);
            forBlock = bench.bytesPerBlock(blocks);
        }
        Line.of()
                .with("hourOrders", hourOrders)
                .with("bytesPerHourOrder", forHourOrder)
                .with("blocks", blocks)
                .with("bytesPerBlock", forBlock)
                .print(spec.commandLine().getOut());
        return BenchCommand.OK;
    }
}
