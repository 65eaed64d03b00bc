package io.tidemark.connectors.simulate;

import io.tidemark.simulations.report.BrokenResultException;
import io.tidemark.simulations.report.ComparisonReport;
import io.tidemark.simulations.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report of a folder with results anew.")
final class ReportCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "a folder that tidemark simulate run or compare has written")
    private Path folder = Path.of("");

    private Path written() throws IOException {
        return Files.isRegularFile(folder.resolve("comparison.csv"))
                ? ComparisonReport.write(folder)
                : Report.write(folder);
    }

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().println("Report: " + written());
            return SimulateCommand.OK;
        } catch (BrokenResultException broken) {
            spec.commandLine().getErr().println("tidemark: " + folder + ": " + broken.getMessage());
            return SimulateCommand.BAD_SCENARIO;
        } catch (IOException unwritable) {
            spec.commandLine().getErr().println("tidemark: the report cannot be written: " + unwritable);
            return FAILED;
        }
    }
}
