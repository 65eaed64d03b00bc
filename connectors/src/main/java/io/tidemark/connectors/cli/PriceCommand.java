package io.tidemark.connectors.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "price",
        mixinStandardHelpOptions = true,
        description = "A price, questioned. All of them are in 'tidemark prices'.",
        footer = {"", "Example:", "  tidemark price explain B200X8.PRN1 +6h"})
final class PriceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
