package io.tidemark.connectors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What analysts type, and what they read. */
class RulesCommandTest {
    @TempDir
    Path desk;

    private Path tables;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void export() {
        tables = desk.resolve("tables");
        assertThat(rules("export", tables)).isZero();
    }

    @Test
    void whatWasExportedIsRight() {
        assertThat(rules("check", tables)).isZero();
        assertThat(out.toString()).contains("is right: 52 rules, 12 cases, rule set ");
    }

    @Test
    void anExportWritesOverNothing() throws IOException {
        Files.writeString(tables.resolve("fees.csv"), "mine");
        assertThat(rules("export", tables)).isEqualTo(2);
        assertThat(err.toString()).contains("is not empty; nothing was written");
        assertThat(tables.resolve("fees.csv")).hasContent("mine");
    }

    @Test
    void aProblemIsALineThatAnEditorCanJumpTo() throws IOException {
        change("lead-time", "0,60,-500", "0,61,System.exit(1)");
        assertThat(rules("check", tables)).isEqualTo(1);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                lead-time.csv:2: fair_bps: not a whole number: 'System.exit(1)'; right would be a whole number from -5000 to\
                 20000 [NOT_A_NUMBER]
                %s has 1 problem.
                """.formatted(tables));
    }

    @Test
    void programsReadTheSameAsJson() throws IOException {
        change("lead-time", "0,60,-500", "0,61,-500");
        assertThat(rules("check", tables, "--json")).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("ruleSet").isNull()).isTrue();
        assertThat(answer.path("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.path("code").asText()).isEqualTo("OVERLAP");
            assertThat(problem.path("table").asText()).isEqualTo("lead-time");
            assertThat(problem.path("row").asInt()).isEqualTo(3);
            assertThat(problem.path("message").asText()).isEqualTo("it overlaps row 2 in lead_minutes from 60 to 61");
        });
    }

    @Test
    void aDirectoryThatIsNotThereIsNoProblemOfTheTables() {
        assertThat(rules("check", desk.resolve("nowhere"))).isEqualTo(2);
        assertThat(err.toString()).contains("there is no " + desk.resolve("nowhere"));
        assertThat(rules("check", tables.resolve("fees.csv"))).isEqualTo(2);
        assertThat(err.toString()).contains("is no directory");
    }

    private void change(String sheet, String from, String to) throws IOException {
        Path file = tables.resolve(sheet + ".csv");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private int rules(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new RulesCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }
}
