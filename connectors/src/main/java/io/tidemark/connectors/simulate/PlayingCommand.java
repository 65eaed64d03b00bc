package io.tidemark.connectors.simulate;

import io.tidemark.simulations.run.ResultFolder;
import io.tidemark.simulations.run.UnusableInputException;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.world.BrokenWorldException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that plays replications and writes a folder: what is the same for all of them. */
abstract class PlayingCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int MOST_JOBS = 256;
    private static final Path RESULTS = Path.of("simulation-results");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "replications at the same time; default: one for each processor")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "where the results go; default: a folder in simulation-results, named for scenario and digest."
                            + " Results of another run there are replaced")
    private @Nullable Path out;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    /** Reads what there is to read, plays, writes, and gives the exit code. */
    abstract int play() throws ScenarioRefusedException, UnusableInputException, IOException;

    CommandSpec spec() {
        return spec;
    }

    PrintWriter console() {
        return spec.commandLine().getOut();
    }

    int jobs() {
        return jobs;
    }

    boolean wantsProgress() {
        return !noProgress;
    }

    /** The folder that was asked for, if one was. */
    Optional<Path> target() {
        return Optional.ofNullable(out).map(path -> path.toAbsolutePath().normalize());
    }

    /** Where the folder will stand. */
    Path parent() {
        return target().map(path -> Optional.ofNullable(path.getParent()).orElse(path))
                .orElse(RESULTS);
    }

    int stoppedTooEarly() {
        spec.commandLine().getErr().println("tidemark: stopped before a replication was done; nothing is kept");
        return SimulateCommand.NOT_PRECISE;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new ParameterException(
                    spec.commandLine(), "-j " + jobs + " is not possible; give a number from 1 to " + MOST_JOBS);
        }
        try {
            if (out != null) {
                ResultFolder.requireReplaceable(out);
            }
            return play();
        } catch (ScenarioRefusedException refused) {
            refused.problems().forEach(err::println);
            return SimulateCommand.BAD_SCENARIO;
        } catch (UnusableInputException unusable) {
            err.println(unusable.getMessage());
            return SimulateCommand.BAD_SCENARIO;
        } catch (FileAlreadyExistsException taken) {
            err.println("tidemark: " + taken.getFile()
                    + " is there and is no result of a run; give another --out, or move it away");
            return FAILED;
        } catch (IOException unwritable) {
            err.println("tidemark: the results cannot be written: " + unwritable);
            return FAILED;
        } catch (BrokenWorldException broken) {
            err.println("tidemark: " + broken.getMessage());
            return FAILED;
        }
    }
}
