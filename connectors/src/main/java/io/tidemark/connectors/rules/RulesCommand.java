package io.tidemark.connectors.rules;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark rules}: the tables that prices are made of, from a first export to what a market prices by. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Works on the tables that prices are made of: a directory with a CSV file for each table, and cases.csv with"
                    + " what should come out.",
            ""
        },
        subcommands = {
            ExportCommand.class,
            CheckCommand.class,
            DiffCommand.class,
            BacktestCommand.class,
            ProposeCommand.class,
            ActivateCommand.class,
            RollbackCommand.class,
            HistoryCommand.class,
        },
        footer = {"", "Examples:", "  tidemark rules export tables", "  tidemark rules check tables"})
public final class RulesCommand implements Runnable {
    /** It was done; of a check: there is no problem. */
    static final int OK = 0;

    /** The tables or cases have problems, or what was asked for is refused. */
    static final int REFUSED = 1;

    /** A directory, a file or an option cannot be used. */
    static final int BAD_INPUT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
