package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccountBook;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
            "Exit code: 1 it cannot start, for a reason that it says; 2 the configuration is wrong; 143 after SIGTERM.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tidemark serve --print-config > serve.yaml",
            "  tidemark serve --config serve.yaml --check",
            "  tidemark operator init --data market > operator.key",
            "  tidemark serve --config serve.yaml --data market"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int BAD_CONFIG = 2;
    private static final int FASTEST = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "what to serve, YAML")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the market is kept; made by 'tidemark operator init'")
    private @Nullable Path data;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description =
                    "for a rehearsal: how many times faster than real time the market runs. Its clock then stands still"
                            + " while the program does (default: ${DEFAULT-VALUE})")
    private int speed;

    @Option(
            names = "--check",
            description = "say everything that is wrong with the configuration, or that nothing is, and end")
    private boolean check;

    @Option(names = "--print-config", description = "print a configuration to begin with, with comments, and end")
    private boolean printConfig;

    @Option(names = "--print-schema", description = "print the JSON schema of configurations, for your editor, and end")
    private boolean printSchema;

    private volatile boolean isOpen;

    @Override
    public Integer call() throws InterruptedException {
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
        // Checking needs no directory; nothing is read of it.
        Path directory = check ? Path.of("") : required(data, "--data DIR");
        VenueConfig venue;
        try {
            venue = ServeFile.read(file, directory, speed, System.getenv());
        } catch (ConfigRefusedException refused) {
            return sayWhatIsWrong(file, refused);
        }
        if (check) {
            say(file + " can be served.");
            return 0;
        }
        Optional<String> objection = objection(directory);
        return objection.isPresent() ? refuse(objection.get()) : serve(venue);
    }

    private int serve(VenueConfig config) throws InterruptedException {
        Venue venue = Venue.prepare(config, this::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(venue), "shutdown"));
        try {
            venue.openPools();
            venue.letIn(List.of());
        } catch (RuntimeException failed) {
            venue.close();
            throw failed;
        }
        sayWhatIsOpen(venue);
        isOpen = true;
        // Until SIGTERM, Ctrl-C or a kill: the hook closes the venue and the process ends with it.
        new CountDownLatch(1).await();
        return 0;
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
        say("Machines are simulated; demand from " + venue.config().demandSources() + ".");
        warnOfOpenDoors(venue.config().doors());
        say("FIX on " + venue.doors().fix().address());
        say("Metrics on " + venue.metrics());
        say("The market is open on " + venue.doors().rest());
    }

    /** What speaks against serving this directory: nobody could open accounts in it, or everybody could. */
    private static Optional<String> objection(Path data) {
        if (!Files.isDirectory(DataDirectory.accounts(data))
                || AccountBook.open(DataDirectory.accounts(data))
                        .byName(OperatorCommand.HOUSE)
                        .isEmpty()) {
            return Optional.of(data + " has no operator yet, and nobody could open accounts; make the first key with"
                    + " tidemark operator init --data " + data);
        }
        return AccountBook.open(DataDirectory.accounts(data))
                        .byKey(DemoPeople.OPERATOR_KEY)
                        .isPresent()
                ? Optional.of(
                        data + " was begun by the demo, and everybody knows its keys; begin in another directory with"
                                + " tidemark operator init --data DIR")
                : Optional.empty();
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
