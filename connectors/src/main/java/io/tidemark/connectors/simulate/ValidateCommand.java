package io.tidemark.connectors.simulate;

import io.tidemark.simulations.run.InputFiles;
import io.tidemark.simulations.run.UnusableInputException;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says everything that is wrong with a scenario, or that nothing is.")
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(names = "--resolved", description = "print the scenario with every default, as JSON")
    private boolean resolved;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Scenario scenario = options.read();
            InputFiles.read(scenario);
            if (resolved) {
                out.println(scenario.resolved());
            } else {
                out.println(scenario.name() + " is a scenario that can be run.");
            }
            return SimulateCommand.OK;
        } catch (ScenarioRefusedException refused) {
            refused.problems().forEach(err::println);
            err.println(
                    refused.problems().size() == 1
                            ? "tidemark: 1 problem"
                            : "tidemark: " + refused.problems().size() + " problems");
        } catch (UnusableInputException unusable) {
            err.println(unusable.getMessage());
        }
        return SimulateCommand.BAD_SCENARIO;
    }
}
