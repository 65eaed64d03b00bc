package io.tidemark.connectors.simulate;

import io.tidemark.simulations.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON schema of scenarios: give it to your editor, and it completes and checks them.")
final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(ScenarioReader.schema());
        spec.commandLine().getOut().flush();
    }
}
