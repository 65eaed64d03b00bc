package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.document.SharedDocuments;
import io.tidemark.connectors.server.VenueConfig.Membership;
import io.tidemark.connectors.site.SiteProbe;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.NodeRef;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark serve}: a market in earnest. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a market in earnest: in real time, for accounts that you open, with nobody else in it.",
            "",
            "What is traded, priced and opened where is in a configuration file; --print-config prints one to begin with."
                    + " The first operator's key is made with 'tidemark operator init'. SIGTERM ends it in order: what is"
                    + " under way is finished, and started again it goes on. An hour that was sold passes meanwhile.",
            "",
            "With --peers it is one of several members that share one PostgreSQL: each takes any order, and when one is lost"
                    + " the others serve its pools within seconds. All are started with the same configuration.",
            "",
            "Exit code: 1 it cannot start, or as a member cannot go on, for a reason that it says; 2 the configuration is wrong; 143 after SIGTERM.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tidemark serve --print-config > serve.yaml",
            "  tidemark serve --config serve.yaml --check",
            "  tidemark serve --config serve.yaml --probe",
            "  tidemark operator init --data market > operator.key",
            "  tidemark serve --config serve.yaml --data market",
            "  tidemark serve --config serve.yaml --data member --member 10.0.0.1:5701 --peers 10.0.0.1:5701,10.0.0.2:5701"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int BAD_CONFIG = 2;
    private static final int FASTEST = 100_000;
    private static final int LONGEST_CLOSING_SECONDS = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "what to serve, YAML")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "where the market is kept, made by 'tidemark operator init'; of a member of a cluster, where it may"
                            + " keep what only it needs")
    private @Nullable Path data;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description =
                    "for a rehearsal: how many times faster than real time the market runs. Its clock then stands still"
                            + " while the program does (default: ${DEFAULT-VALUE})")
    private int speed;

    @Option(
            names = "--peers",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "all members of the cluster, this one too; they talk to each other there, without TLS")
    private List<String> peers = List.of();

    @Option(
            names = "--member",
            paramLabel = "HOST:PORT",
            description = "which of the peers this one is; needed if more than one has an address of this machine")
    private @Nullable String member;

    @Option(
            names = "--adopt-machines",
            description =
                    "for a market that has lost its books: take over machines that bear the marks of another market. What it"
                            + " left in tenants' hands is powered off and isolated")
    private boolean adoptMachines;

    @Option(
            names = "--check",
            description = "say everything that is wrong with the configuration, or that nothing is, and end")
    private boolean check;

    @Option(
            names = "--probe",
            description =
                    "ask Ironic, Slurm and Prometheus once, change nothing, say what they have and what does not agree with the"
                            + " configuration, and end: 0 if all of it does, else 1")
    private boolean probe;

    @Option(names = "--print-config", description = "print a configuration to begin with, with comments, and end")
    private boolean printConfig;

    @Option(names = "--print-schema", description = "print the JSON schema of configurations, for your editor, and end")
    private boolean printSchema;

    private volatile boolean isOpen;

    @Override
    public Integer call() {
        if (printConfig || printSchema) {
            say(
                    printConfig
                            ? ServeFile.example().stripTrailing()
                            : ServeFile.schema().stripTrailing());
            return 0;
        }
        if (speed < 1 || speed > FASTEST) {
            return refuse("--speed " + speed + " is not possible; give a whole number from 1 to " + FASTEST);
        }
        Path file = required(config, "--config FILE");
        // Looking needs no directory; nothing is read of it.
        Path directory = check || probe ? Path.of("") : required(data, "--data DIR");
        VenueConfig venue;
        try {
            Optional<Membership> membership = membership();
            if (membership.isPresent() && speed != 1) {
                return refuse("--speed is for one machine: the clocks of several could not run apart from real time"
                        + " together; leave it out");
            }
            venue = ServeFile.read(file, directory, speed, membership, System.getenv());
        } catch (MalformedPeersException refused) {
            return refuse(String.valueOf(refused.getMessage()));
        } catch (ConfigRefusedException refused) {
            return sayWhatIsWrong(file, refused);
        }
        if (probe) {
            return look(venue);
        }
        if (check) {
            say(file + " can be served.");
            return 0;
        }
        Optional<String> objection = venue.membership().isPresent()
                ? objectionOf(venue.database().orElseThrow(), "--config " + file)
                : objectionOf(directory);
        return objection.isPresent() ? refuse(objection.get()) : serve(venue);
    }

    private Optional<Membership> membership() {
        if (peers.isEmpty() && member != null) {
            throw new MalformedPeersException("--member is one of --peers, and there are none; give all of them");
        }
        return peers.isEmpty() ? Optional.empty() : Optional.of(Peers.membership(peers, Optional.ofNullable(member)));
    }

    private int look(VenueConfig config) {
        if (!config.site().isReal()) {
            say("There is nobody to ask: machines are simulated; demand from " + config.demandSources() + ".");
            return 0;
        }
        SiteProbe.Report report = SiteProbe.look(config.site(), config.lots(), System.currentTimeMillis());
        report.lines().forEach(this::say);
        return report.fits() ? 0 : REFUSED;
    }

    private int serve(VenueConfig config) {
        Venue venue = Venue.prepare(config, this::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(venue), "shutdown"));
        try {
            Optional<String> objection = adoptMachines ? Optional.empty() : objectionOf(venue);
            if (objection.isPresent()) {
                venue.close();
                return refuse(objection.get());
            }
            venue.openPools();
            venue.letIn(List.of());
        } catch (RuntimeException failed) {
            venue.close();
            throw failed;
        }
        sayWhatIsOpen(venue);
        isOpen = true;
        // Until SIGTERM, Ctrl-C or a kill: the hook closes the venue and the process ends with it.
        String why = venue.exchange().ended().join();
        // Nobody waits for what this one could still close: the others serve already.
        CompletableFuture.delayedExecutor(LONGEST_CLOSING_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(REFUSED));
        return refuse(why + "; started again, it takes part as soon as it can");
    }

    /** What speaks against moving these machines: that somebody else does. */
    private static Optional<String> objectionOf(Venue venue) {
        try {
            Set<NodeRef> marked = venue.backOffice().markedByAnother();
            return marked.isEmpty()
                    ? Optional.empty()
                    : Optional.of(marked.size() + " nodes bear the marks of another market, such as "
                            + marked.iterator().next()
                            + ", and this one knows none of them. Two markets would take tenants'"
                            + " nodes from each other: end the other one first, or serve other machines. If this is that"
                            + " market and its books are lost: --adopt-machines");
        } catch (DriverException silent) {
            return Optional.of("a market that begins must see its machines first: " + silent.getMessage()
                    + "; --probe says who answers");
        }
    }

    private void stop(Venue venue) {
        if (isOpen) {
            say("Stopping: the doors first, the journal last ...");
        }
        venue.close();
        if (isOpen) {
            say("Stopped.");
        }
    }

    private void sayWhatIsOpen(Venue venue) {
        say("%s, %s, at market time %s."
                .formatted(
                        venue.resumed() ? "The market goes on" : "A new market",
                        speed == 1 ? "in real time" : speed + " times faster than real time",
                        Instant.ofEpochMilli(venue.exchange().clock().now())));
        venue.config()
                .membership()
                .ifPresent(one -> say("This is " + one.address() + ", one of " + String.join(", ", one.peers())
                        + "; 'tidemark status' says who serves what."));
        say("Machines are " + venue.config().site().machines().describe() + "; demand from "
                + venue.config().demandSources() + ".");
        warnOfOpenDoors(venue.config().doors());
        say("FIX on " + venue.doors().fix().address());
        say("Metrics on " + venue.metrics());
        say("The market is open on " + venue.doors().rest());
    }

    /** What speaks against serving this directory: nobody could open accounts in it, or everybody could. */
    private static Optional<String> objectionOf(Path data) {
        Path accounts = DataDirectory.accounts(data);
        String option = "--data " + data;
        return Files.isDirectory(accounts)
                ? objection(AccountBook.open(Documents.in(accounts)), data.toString(), option, "another directory")
                : Optional.of(noOperator(data.toString(), option));
    }

    /** The same of a cluster's database, before this member joins it. */
    private static Optional<String> objectionOf(VenueConfig.ForeignDatabase place, String option) {
        try (Database database = place.open();
                SharedDocuments documents = new SharedDocuments(database.connections())) {
            return objection(AccountBook.open(documents), place.toString(), option, "another database");
        }
    }

    private static Optional<String> objection(AccountBook accounts, String place, String option, String elsewhere) {
        if (accounts.byName(OperatorCommand.HOUSE).isEmpty()) {
            return Optional.of(noOperator(place, option));
        }
        return accounts.byKey(DemoPeople.OPERATOR_KEY).isPresent()
                ? Optional.of(place + " was begun by the demo, and everybody knows its keys; begin in " + elsewhere
                        + " with tidemark operator init")
                : Optional.empty();
    }

    private static String noOperator(String place, String option) {
        return place + " has no operator yet, and nobody could open accounts; make the first key with"
                + " tidemark operator init " + option;
    }

    /** The doors have no TLS; on loopback they need none. */
    private void warnOfOpenDoors(VenueConfig.Addresses doors) {
        for (VenueConfig.Address door : List.of(doors.rest(), doors.fix(), doors.metrics())) {
            if (!door.host().startsWith("127.") && !door.host().equals("localhost")) {
                say("WARNING: " + door.host() + " is open to others without TLS; put a proxy that has it in front ("
                        + door.setting() + ").");
            }
        }
    }

    private int sayWhatIsWrong(Path file, ConfigRefusedException refused) {
        PrintWriter err = spec.commandLine().getErr();
        refused.problems().forEach(err::println);
        int count = refused.problems().size();
        err.println("tidemark: " + file + " cannot be served: " + (count == 1 ? "1 problem" : count + " problems"));
        err.flush();
        return BAD_CONFIG;
    }

    private <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "Missing " + option);
        }
        return value;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private int refuse(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("tidemark: " + why);
        err.flush();
        return REFUSED;
    }
}
