package io.tidemark.connectors.audit;

import io.tidemark.exchange.audit.HeadKeyException;
import io.tidemark.exchange.audit.MalformedHeadException;
import io.tidemark.exchange.journal.JournalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says in a sentence what an operator can mend. A command does its work; the rest is here. */
abstract class OfflineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    JournalPlace place = new JournalPlace();

    /** Does the work and gives the exit code. */
    abstract int run(PrintWriter out) throws IOException;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            return run(out);
        } catch (JournalException damaged) {
            err.println("tidemark: " + damaged.getMessage());
            return AuditCommand.DAMAGED;
        } catch (MalformedHeadException | HeadKeyException | IOException unusable) {
            err.println("tidemark: " + unusable.getMessage());
            return AuditCommand.BAD_INPUT;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
