package io.tidemark.connectors.server;

import io.tidemark.connectors.bench.BenchCommand;
import io.tidemark.connectors.cli.ClientCommands;
import io.tidemark.connectors.fix.FixPortInUseException;
import io.tidemark.connectors.rest.PortInUseException;
import io.tidemark.connectors.simulate.SimulateCommand;
import io.tidemark.exchange.cluster.RecoveryException;
import io.tidemark.exchange.cluster.ReplayDivergedException;
import io.tidemark.exchange.feed.OtherReleaseException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.fleet.database.DatabaseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code tidemark}: the market itself, and the commands that trade in it. */
@Command(
        name = "tidemark",
        mixinStandardHelpOptions = true,
        version = "tidemark 0.1.0",
        description = {"The spot exchange for surplus GPU capacity.", ""},
        footer = {"", "Start here: tidemark demo, and in another terminal: tidemark pools"})
public final class Tidemark implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Tidemark() {}

    /** Runs a command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Tidemark());
        root.addSubcommand(new DemoCommand());
        root.addSubcommand(new SimulateCommand());
        root.addSubcommand(new BenchCommand());
        ClientCommands.addTo(root);
        root.addSubcommand(new CommandLine.HelpCommand());
        root.setExecutionExceptionHandler(sayInASentence(root.getExecutionExceptionHandler()));
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** What an operator can mend is said in a sentence; anything else is a fault of ours and keeps its trace. */
    private static IExecutionExceptionHandler sayInASentence(IExecutionExceptionHandler otherwise) {
        return (failure, commandLine, parsed) -> {
            if (failure instanceof JournalException
                    || failure instanceof PortInUseException
                    || failure instanceof FixPortInUseException
                    || failure instanceof OtherReleaseException
                    || failure instanceof DatabaseException
                    || failure instanceof RecoveryException
                    || failure instanceof SnapshotException
                    || failure instanceof ReplayDivergedException) {
                commandLine.getErr().println("tidemark: " + failure.getMessage());
                return 1;
            }
            return otherwise.handleExecutionException(failure, commandLine, parsed);
        };
    }
}
