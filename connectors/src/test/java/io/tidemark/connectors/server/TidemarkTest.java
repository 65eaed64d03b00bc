package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TidemarkTest {
    private static String said(String... words) {
        StringWriter out = new StringWriter();
        int exitCode = Tidemark.commandLine().setOut(new PrintWriter(out)).execute(words);
        assertThat(exitCode).isZero();
        return out.toString();
    }

    @Test
    void helpIsACommandToo() {
        assertThat(said("help"))
                .isEqualTo(said("--help"))
                .contains("demo", "serve", "operator", "accounts", "pools", "cancel");
        assertThat(said("help", "cancel")).contains("Takes back what still rests");
    }
}
