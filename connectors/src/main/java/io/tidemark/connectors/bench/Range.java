package io.tidemark.connectors.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers that an option may have. */
final class Range {
    private Range() {}

    static void require(CommandSpec spec, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + value + " is not possible; give a number from " + least + " to " + most);
        }
    }
}
