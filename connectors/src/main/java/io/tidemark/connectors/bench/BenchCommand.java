package io.tidemark.connectors.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark bench}: how fast the engine is on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the engine alone: matching, titles, wallets and holds on one thread, with no network and no journal;"
                    + " the pricing rules with rules; and, with durable, a whole market through Hazelcast and the synced journal;"
                    + " with settlement, the way of fills into the books.",
            "",
            "Each program prints one line of JSON to the standard output, for a file or for jq; its progress goes to the"
                    + " error stream. Figures are of processor time where the machine has that, so that other programs"
                    + " disturb them little. The hashes in the line do not depend on the machine: two runs that differ in"
                    + " one have not done the same work.",
            "",
            "The heap is 2 GB; TIDEMARK_HEAP=4g gives more.",
            ""
        },
        subcommands = {
            MatchingCommand.class,
            BlocksCommand.class,
            CallCommand.class,
            MemoryCommand.class,
            PricingCommand.class,
            DurableCommand.class,
            SettlementCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  tidemark bench matching --commands single-1m.cmds.csv.gz",
            "  tidemark bench blocks --events 100000",
            "  tidemark bench call --orders 500 --hours 24",
            "  tidemark bench memory",
            "  tidemark bench rules",
            "  tidemark bench durable --data /var/tmp",
            "  tidemark bench settlement --data /var/tmp"
        })
public final class BenchCommand implements Runnable {
    /** It was measured. */
    static final int OK = 0;

    /** A file cannot be read or written. */
    static final int FAILED = 1;

    /** The stream of commands or an option is wrong. */
    static final int BAD_INPUT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine here = spec.commandLine();
        here.usage(here.getOut());
    }
}
