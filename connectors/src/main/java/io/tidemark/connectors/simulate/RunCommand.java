package io.tidemark.connectors.simulate;

import io.tidemark.simulations.report.Report;
import io.tidemark.simulations.run.InputFiles;
import io.tidemark.simulations.run.Manifest;
import io.tidemark.simulations.run.Result;
import io.tidemark.simulations.run.ResultFolder;
import io.tidemark.simulations.run.Simulation;
import io.tidemark.simulations.run.UnusableInputException;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.world.BrokenWorldException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays a scenario and writes what came of it.",
            "",
            "Ctrl-C stops it; the replications that are done by then are kept.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:it cannot be written, or a market broke",
            "2:the scenario, a file that it names or an option is wrong",
            "3:what the scenario asserts does not hold",
            "4:it is not as precise as asked, or was stopped"
        })
final class RunCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int MOST_JOBS = 256;
    private static final double NANOS = 1e9;
    private static final Path RESULTS = Path.of("simulation-results");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "replications at the same time; default: one for each processor")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the results go; default: simulation-results/NAME-DIGEST. Results of another run there"
                    + " are replaced")
    private @Nullable Path out;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new ParameterException(
                    spec.commandLine(), "-j " + jobs + " is not possible; give a number from 1 to " + MOST_JOBS);
        }
        try {
            Scenario scenario = options.read();
            if (out != null) {
                ResultFolder.requireReplaceable(out);
            }
            return run(scenario, InputFiles.read(scenario));
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

    private int run(Scenario scenario, InputFiles files) throws IOException {
        long began = System.nanoTime();
        Path target = out == null ? null : out.toAbsolutePath().normalize();
        Path parent = target == null
                ? RESULTS
                : Optional.ofNullable(target.getParent()).orElse(target);
        ResultFolder folder = ResultFolder.begin(parent);
        // The program may be gone as soon as the switch is closed: what is unfinished is cleared away before that.
        try (StopSwitch stop = StopSwitch.install()) {
            boolean finished = false;
            try {
                Result result = played(scenario, files, folder, stop);
                if (result.replications() == 0) {
                    spec.commandLine()
                            .getErr()
                            .println("tidemark: stopped before a replication was done; nothing is kept");
                    return SimulateCommand.NOT_PRECISE;
                }
                double seconds = (System.nanoTime() - began) / NANOS;
                Path place =
                        folder.finish(result, Optional.ofNullable(target), parent, Manifest.of(result, files, seconds));
                finished = true;
                return say(result, place, seconds);
            } finally {
                if (!finished) {
                    folder.abandon();
                }
            }
        }
    }

    private Result played(Scenario scenario, InputFiles files, ResultFolder folder, StopSwitch stop)
            throws IOException {
        try (Bar bar = Bar.of(scenario, !noProgress)) {
            return new Simulation(scenario, files, jobs).run(folder::take, bar, stop::isPulled);
        }
    }

    private int say(Result result, Path place, double seconds) throws IOException {
        PrintWriter console = spec.commandLine().getOut();
        Summary.print(result, seconds, console);
        console.println("Results: " + place);
        console.println("Report:  " + Report.write(place));
        List<String> failed = result.failedAssertions();
        failed.forEach(sentence -> console.println("FAILED  " + sentence));
        console.flush();
        if (result.stopped() || !result.precise()) {
            console.println(
                    result.stopped()
                            ? "Stopped: the figures are those of the replications that were done."
                            : "Not as precise as asked: allow more replications, or ask for less.");
            return SimulateCommand.NOT_PRECISE;
        }
        return failed.isEmpty() ? SimulateCommand.OK : SimulateCommand.ASSERTION_FAILED;
    }
}
