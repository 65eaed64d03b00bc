package io.tidemark.connectors.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.simulations.document.Findings;
import io.tidemark.simulations.document.Node;
import io.tidemark.simulations.document.Problem;
import io.tidemark.simulations.document.Resolution;
import io.tidemark.simulations.document.Schema;
import io.tidemark.simulations.document.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@code tidemark serve} opens, from YAML that obeys a published schema. Everything that is wrong is told at once,
 * each with file, line, column and what would be right, before anything is opened.
 */
final class ServeFile {
    private static final Schema SCHEMA = Schema.beside(ServeFile.class, "serve-schema.json");
    private static final long LARGEST_FILE = 1_000_000;

    private ServeFile() {}

    /** The JSON schema that a configuration must obey. */
    static String schema() {
        return SCHEMA.text();
    }

    /** A configuration to begin with, with comments. */
    static String example() {
        try (InputStream stream =
                Objects.requireNonNull(ServeFile.class.getResourceAsStream("serve.yaml"), "serve.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("serve.yaml cannot be read", unreadable);
        }
    }

    /**
     * Reads a configuration.
     *
     * @param data the directory of the market
     * @param speed how many times faster than real time the market runs; 1 is real time
     * @param membership which member of a cluster is meant, if it is one
     * @param environment variables, of which one may hold the password of the database
     * @throws ConfigRefusedException with everything that is wrong with it
     */
    static VenueConfig read(
            Path file,
            Path data,
            int speed,
            Optional<VenueConfig.Membership> membership,
            Map<String, String> environment)
            throws ConfigRefusedException {
        VenueClock clock = speed == 1 ? new VenueClock.Real() : new VenueClock.Own(speed);
        return bind(file, environment, binding -> binding.venue(data, clock, membership));
    }

    /**
     * Reads only where the database is.
     *
     * @return empty if it is one that the market starts itself
     * @throws ConfigRefusedException with everything that is wrong with the configuration
     */
    static Optional<VenueConfig.ForeignDatabase> database(Path file, Map<String, String> environment)
            throws ConfigRefusedException {
        return bind(file, environment, ServeBinding::foreignDatabase);
    }

    /**
     * Reads the configuration of a cluster, whichever of its members.
     *
     * @throws ConfigRefusedException with everything that is wrong with it, also if it names no database
     */
    static VenueConfig readForCluster(Path file, Path data, Map<String, String> environment)
            throws ConfigRefusedException {
        VenueConfig.Membership anyone = new VenueConfig.Membership("", List.of());
        return bind(file, environment, binding -> binding.venue(data, new VenueClock.Real(), Optional.of(anyone)));
    }

    private static <T> T bind(Path file, Map<String, String> environment, Function<ServeBinding, T> part)
            throws ConfigRefusedException {
        String source = file.toString();
        List<Problem> problems = new ArrayList<>();
        Node document = YamlTree.read(source, text(file), problems);
        refuseIfAny(problems);
        Resolution resolution = new Resolution(SCHEMA, source, problems);
        // What the schema refuses need not be understood any further.
        if (resolution.resolve(document) instanceof ObjectNode resolved && problems.isEmpty()) {
            Path whole = file.toAbsolutePath();
            Path beside = whole.getParent() == null ? whole : whole.getParent();
            T bound = part.apply(new ServeBinding(resolved, new Findings(resolution, problems, beside), environment));
            refuseIfAny(problems);
            return bound;
        }
        throw new ConfigRefusedException(problems);
    }

    private static String text(Path file) throws ConfigRefusedException {
        String expected = "a configuration; 'tidemark serve --print-config' prints one to begin with";
        try {
            if (!Files.isRegularFile(file)) {
                throw refused(file, Files.isDirectory(file) ? "a directory" : "there is no such file", expected);
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw refused(file, "more than a megabyte", "a configuration of a page or two");
            }
            return Files.readString(file);
        } catch (MalformedInputException binary) {
            throw refused(file, "no UTF-8 text", "YAML in UTF-8");
        } catch (IOException unreadable) {
            throw refused(file, "it cannot be read: " + unreadable.getMessage(), "a file that this user may read");
        }
    }

    private static ConfigRefusedException refused(Path file, String found, String expected) {
        return new ConfigRefusedException(List.of(new Problem(file.toString(), "", found, expected)));
    }

    private static void refuseIfAny(List<Problem> problems) throws ConfigRefusedException {
        if (!problems.isEmpty()) {
            throw new ConfigRefusedException(problems);
        }
    }
}
