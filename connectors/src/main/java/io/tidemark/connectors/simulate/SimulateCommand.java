package io.tidemark.connectors.simulate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark simulate}: markets on the same engine, in virtual time. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays whole markets in virtual time, on the engine and with the rules of the real one.",
            "",
            "A scenario is a YAML file, or one of the built-in quick, pool-month, earth-month and philly-month. The same scenario and"
                    + " seed give the same bytes on every machine, whatever -j is.",
            ""
        },
        subcommands = {
            ValidateCommand.class,
            RunCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            SelftestCommand.class,
            SchemaCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  tidemark simulate run quick",
            "  tidemark simulate run pool-month --set release.headroom=0.1 --out headroom-10",
            "  tidemark simulate compare quick --vary release.headroom=0.05,0.1",
            "  tidemark simulate schema > scenario-schema.json"
        })
public final class SimulateCommand implements Runnable {
    /** All went well. */
    static final int OK = 0;

    /** The scenario or one of its files cannot be used. */
    static final int BAD_SCENARIO = 2;

    /** What the scenario asserts does not hold. */
    static final int ASSERTION_FAILED = 3;

    /** The scenario asks for a precision that was not reached, or the run was stopped before its end. */
    static final int NOT_PRECISE = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
