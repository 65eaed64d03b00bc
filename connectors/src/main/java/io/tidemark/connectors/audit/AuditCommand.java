package io.tidemark.connectors.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark audit}: proves a journal, and gives out what others can prove it with. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Proves what is in a journal, without the program that wrote it.",
            "",
            "Every record carries a checksum and a hash over all records of its pool before it, so a record that was"
                    + " changed is found. That the end was cut off, or everything written anew, only somebody can tell"
                    + " who has kept a head: hand out signed heads from time to time, and keep those of others.",
            ""
        },
        subcommands = {
            VerifyCommand.class,
            HeadCommand.class,
            KeyCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  tidemark audit verify",
            "  tidemark audit head > heads.txt",
            "  tidemark audit key > operator.pub.pem",
            "  tidemark audit verify --head heads.txt --public-key operator.pub.pem"
        })
public final class AuditCommand implements Runnable {
    /** The journal is whole and as it was signed. */
    static final int WHOLE = 0;

    /** It is not. */
    static final int DAMAGED = 1;

    /** A file that was named cannot be used. */
    static final int BAD_INPUT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
