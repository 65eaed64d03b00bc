package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One request, printed. A command says what to ask and how to show the answer; the rest is here. */
abstract class ClientCommand implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli asks the option, not the field.
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    CommandSpec spec;

    /** What the server is asked. */
    abstract Answer ask();

    /** Prints the answer for people. */
    abstract void show(JsonNode answer, PrintWriter out);

    /** What an answer is worth to a script. */
    int exitCode(JsonNode answer) {
        return 0;
    }

    /** Asks, and prints what came of it. */
    int perform(PrintWriter out) {
        Answer answer = ask();
        int exitCode = exitCode(answer.tree());
        if (remote.verbatim()) {
            out.println(answer.text());
        } else {
            show(answer.tree(), out);
        }
        return exitCode;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            int exitCode = perform(out);
            out.flush();
            return exitCode;
        } catch (Failure failure) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(failure.text());
            err.flush();
            return failure.exitCode();
        }
    }
}
