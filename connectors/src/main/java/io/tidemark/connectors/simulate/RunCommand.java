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
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class RunCommand extends PlayingCommand {
    private static final double NANOS = 1e9;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Override
    int play() throws ScenarioRefusedException, UnusableInputException, IOException {
        Scenario scenario = options.read();
        InputFiles files = InputFiles.read(scenario);
        long began = System.nanoTime();
        ResultFolder folder = ResultFolder.begin(parent());
        // The program may be gone as soon as the switch is closed: what is unfinished is cleared away before that.
        try (StopSwitch stop = StopSwitch.install()) {
            boolean finished = false;
            try {
                Result result = played(scenario, files, folder, stop);
                if (result.replications() == 0) {
                    return stoppedTooEarly();
                }
                double seconds = (System.nanoTime() - began) / NANOS;
                Path place = folder.finish(result, target(), parent(), Manifest.of(result, files, seconds));
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
        try (Bar bar = Bar.of(scenario, 1, wantsProgress())) {
            return new Simulation(scenario, files, jobs()).run(folder::take, bar, stop::isPulled);
        }
    }

    private int say(Result result, Path place, double seconds) throws IOException {
        PrintWriter console = console();
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
