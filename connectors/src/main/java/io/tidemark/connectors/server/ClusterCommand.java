package io.tidemark.connectors.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark cluster}: what is done to a cluster at a machine, not at a door. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves a market of one machine into the database of a cluster. A cluster itself is started with 'tidemark serve"
                    + " --peers', and 'tidemark status' says how it is.",
            ""
        },
        subcommands = ClusterCommand.ImportCommand.class)
final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Moves a market that 'tidemark serve' has run on one machine into the database of a cluster: journal, snapshots,"
                        + " books, accounts, rule sets and what the desks remember.",
                "",
                "The market must be stopped. Its journal is sealed first, and no program opens it again; then everything is"
                        + " copied, read back and compared. Broken off, it is run again and goes on. Without --yes it is only"
                        + " said what would be done.",
                "",
                "Exit code: 1 it could not be done, for a reason that it says; 2 the configuration is wrong.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  tidemark cluster import --data market --config cluster.yaml",
                "  tidemark cluster import --data market --config cluster.yaml --yes"
            })
    static final class ImportCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--data",
                required = true,
                paramLabel = "DIR",
                description = "the directory of the market on one machine")
        private Path data = Path.of("");

        @Option(
                names = "--config",
                required = true,
                paramLabel = "FILE",
                description = "the configuration of the cluster, which names its database")
        private Path config = Path.of("");

        @Option(names = "--yes", description = "do it")
        private boolean yes;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try {
                new MarketMove(data, ServeFile.readForCluster(config, data, System.getenv()), line -> {
                            out.println(line);
                            out.flush();
                        })
                        .run(yes);
                return 0;
            } catch (ConfigRefusedException refused) {
                refused.problems().forEach(spec.commandLine().getErr()::println);
                return 2;
            } catch (ImportRefusedException refused) {
                spec.commandLine().getErr().println("tidemark: " + refused.getMessage());
                return 1;
            }
        }
    }
}
