package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Somebody who types commands of the program, which run in this process. */
final class Cli {
    private Cli() {}

    /** What a command of the same program says, in this process. */
    record Said(int exitCode, String out, String err) {
        /** All that it printed, if it went well. */
        String ok() {
            assertThat(exitCode).as(err).isZero();
            return out.strip();
        }
    }

    static Said type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Tidemark.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Said(exitCode, out.toString(), err.toString());
    }

    /** What a command of a client says, if it goes well. */
    static String ask(URI door, String key, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", door.toString(), "--key", key));
        return type(all.toArray(String[]::new)).ok();
    }
}
