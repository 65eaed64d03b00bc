package io.tidemark.connectors.server;

import io.tidemark.connectors.audit.AuditCommand;
import io.tidemark.connectors.audit.JournalCommand;
import io.tidemark.connectors.bench.BenchCommand;
import io.tidemark.connectors.certificate.CertificateCommand;
import io.tidemark.connectors.cli.ClientCommands;
import io.tidemark.connectors.explain.OfflineExplanation;
import io.tidemark.connectors.fix.SharedTablesException;
import io.tidemark.connectors.fix.StartingPointLostException;
import io.tidemark.connectors.rules.RulesCommand;
import io.tidemark.connectors.simulate.SimulateCommand;
import io.tidemark.exchange.audit.HeadKeyException;
import io.tidemark.exchange.cluster.MemberPortInUseException;
import io.tidemark.exchange.cluster.RecoveryException;
import io.tidemark.exchange.cluster.ReplayDivergedException;
import io.tidemark.exchange.feed.OtherReleaseException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.fleet.database.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
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
        footer = {"", "Start here: tidemark demo, and in another terminal: tidemark pools", "In earnest: tidemark serve"
        })
public final class Tidemark implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Tidemark() {}

    /** Runs a command line and exits with its code. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            // Before the first logger is made: what a service has to say goes where its manager collects it, with the
            // day.
            System.setProperty("tidemark.log.target", "System.out");
            System.setProperty("tidemark.log.time", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Tidemark());
        root.addSubcommand(new DemoCommand());
        root.addSubcommand(new ServeCommand());
        root.addSubcommand(new OperatorCommand());
        root.addSubcommand(new ClusterCommand());
        root.addSubcommand(new RulesCommand());
        root.addSubcommand(new SimulateCommand());
        root.addSubcommand(new BenchCommand());
        root.addSubcommand(new AuditCommand());
        root.addSubcommand(new JournalCommand());
        root.addSubcommand(new CertificateCommand());
        ClientCommands.addTo(root, new OfflineExplanation());
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
                    || failure instanceof DataInUseException
                    || failure instanceof DoorTakenException
                    || failure instanceof MemberPortInUseException
                    || failure instanceof ClockAheadException
                    || failure instanceof OtherPaceException
                    || failure instanceof UnservedPoolException
                    || failure instanceof ImportRefusedException
                    || failure instanceof OtherReleaseException
                    || failure instanceof DatabaseException
                    || failure instanceof HeadKeyException
                    || failure instanceof RecoveryException
                    || failure instanceof SnapshotException
                    || failure instanceof SharedTablesException
                    || failure instanceof StartingPointLostException
                    || failure instanceof ReplayDivergedException) {
                commandLine.getErr().println("tidemark: " + failure.getMessage());
                return 1;
            }
            if (failure instanceof UncheckedIOException unusable) {
                commandLine
                        .getErr()
                        .println("tidemark: " + unusable.getMessage() + ": "
                                + why(Objects.requireNonNull(unusable.getCause())));
                return 1;
            }
            return otherwise.handleExecutionException(failure, commandLine, parsed);
        };
    }

    /** A file system names the file and leaves the reason to the class. */
    private static String why(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied on " + denied.getFile();
        } else if (failure instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        } else if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getFile() + ": " + system.getReason();
        }
        return String.valueOf(failure.getMessage());
    }
}
