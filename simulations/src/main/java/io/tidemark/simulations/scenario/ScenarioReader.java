package io.tidemark.simulations.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.simulations.document.Nearest;
import io.tidemark.simulations.document.Node;
import io.tidemark.simulations.document.Problem;
import io.tidemark.simulations.document.Resolution;
import io.tidemark.simulations.document.Schema;
import io.tidemark.simulations.document.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads scenarios, from a file or from those that come with the module. */
public final class ScenarioReader {
    /** The scenarios that come with the module, by name. */
    public static final List<String> EXAMPLES = List.of("quick", "pool-month", "earth-month", "philly-month");

    private static final Schema SCHEMA = Schema.beside(ScenarioReader.class, "scenario-schema.json");
    private static final long LARGEST_FILE = 1_000_000;

    private ScenarioReader() {}

    /** The JSON schema that a scenario must obey. */
    public static String schema() {
        return SCHEMA.text();
    }

    /** The text of a scenario that comes with the module. */
    public static String example(String name) throws IOException {
        if (!EXAMPLES.contains(name)) {
            throw new IllegalArgumentException("no such example: " + name);
        }
        try (InputStream stream = ScenarioReader.class.getResourceAsStream("examples/" + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the module was packed without the scenario " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Reads a scenario.
     *
     * @param nameOrFile a file, or the name of one that comes with the module; a file wins
     * @param settings values that take the place of what the file says
     * @throws ScenarioRefusedException with everything that is wrong with it
     * @throws IOException if the file cannot be read
     */
    public static Scenario read(String nameOrFile, List<Setting> settings)
            throws ScenarioRefusedException, IOException {
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            if (EXAMPLES.contains(nameOrFile)) {
                return parse(
                        nameOrFile + ".yaml", example(nameOrFile), Path.of("").toAbsolutePath(), settings);
            }
            throw new ScenarioRefusedException(List.of(new Problem(
                    nameOrFile,
                    "",
                    Files.isDirectory(file) ? "a directory" : "there is no such file",
                    "a scenario file, or one of " + String.join(", ", EXAMPLES)
                            + Nearest.to(nameOrFile, EXAMPLES)
                                    .map(best -> "; did you mean '" + best + "'?")
                                    .orElse(""))));
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new ScenarioRefusedException(
                    List.of(new Problem(nameOrFile, "", "more than a megabyte", "a scenario of a few pages")));
        }
        try {
            Path parent = file.toAbsolutePath().getParent();
            return parse(nameOrFile, Files.readString(file), parent == null ? file.toAbsolutePath() : parent, settings);
        } catch (MalformedInputException binary) {
            throw new ScenarioRefusedException(List.of(new Problem(nameOrFile, "", "no UTF-8 text", "YAML in UTF-8")));
        }
    }

    /**
     * Reads the text of a scenario.
     *
     * @param source what to call it in messages
     * @param directory where relative paths begin
     * @throws ScenarioRefusedException with everything that is wrong with it
     */
    public static Scenario parse(String source, String text, Path directory, List<Setting> settings)
            throws ScenarioRefusedException {
        List<Problem> problems = new ArrayList<>();
        Node document = YamlTree.read(source, text, problems);
        refuseIfAny(problems);
        for (Setting setting : settings) {
            document = setting.appliedTo(document, problems);
        }
        refuseIfAny(problems);
        Resolution resolution = new Resolution(SCHEMA, "scenario", problems);
        // What the schema refuses need not be understood any further.
        if (resolution.resolve(document) instanceof ObjectNode resolved && problems.isEmpty()) {
            Scenario scenario = new Binding(resolved, resolution, problems, directory).scenario();
            refuseIfAny(problems);
            return scenario;
        }
        throw new ScenarioRefusedException(problems);
    }

    private static void refuseIfAny(List<Problem> problems) throws ScenarioRefusedException {
        if (!problems.isEmpty()) {
            throw new ScenarioRefusedException(problems);
        }
    }
}
