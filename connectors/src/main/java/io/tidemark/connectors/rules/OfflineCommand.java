package io.tidemark.connectors.rules;

import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.life.LifeRefusedException;
import io.tidemark.pricing.life.RuleStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says in a sentence what a user can mend. A command does its work; the rest is here. */
abstract class OfflineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does the work and gives the exit code. */
    abstract int run(PrintWriter out) throws IOException;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            return run(out);
        } catch (LifeRefusedException refused) {
            err.println("tidemark: " + refused.getMessage() + " [" + refused.reason() + "]");
            return RulesCommand.REFUSED;
        } catch (RuleStoreException | DraftRefusedException unusable) {
            err.println("tidemark: " + unusable.getMessage());
            return RulesCommand.REFUSED;
        } catch (NoSuchFileException missing) {
            err.println("tidemark: there is no " + missing.getFile());
            return RulesCommand.BAD_INPUT;
        } catch (NotDirectoryException file) {
            err.println("tidemark: " + file.getFile() + " is no directory; give one with a CSV file for each table");
            return RulesCommand.BAD_INPUT;
        } catch (IOException unusable) {
            err.println("tidemark: " + unusable.getMessage());
            return RulesCommand.BAD_INPUT;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
