package io.tidemark.connectors.rules;

import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Something that an operator answers for, with the name that the key stands for. */
abstract class DecisionCommand extends OfflineCommand {
    @Mixin
    private MarketStore store = new MarketStore();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "your key. Better in the variable TIDEMARK_KEY: other users see your command line",
            defaultValue = "${env:TIDEMARK_KEY:-}",
            showDefaultValue = Visibility.NEVER)
    private String key = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "why, in a line, for the history")
    private String note = "";

    /** Does it and gives the exit code. */
    abstract int decide(RuleLife life, String operator, String note, Instant now, PrintWriter out) throws IOException;

    @Override
    int run(PrintWriter out) throws IOException {
        return decide(store.life(), store.operator(key), note, Instant.now().truncatedTo(ChronoUnit.SECONDS), out);
    }
}
