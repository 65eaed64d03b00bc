package io.tidemark.simulations.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.tidemark.simulations.document.Node.Scalar.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML into nodes with their places. A key that is there twice is a problem, and so are aliases. */
public final class YamlTree {
    private static final int DEEPEST = 40;
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String source;
    private final YAMLParser parser;
    private final List<Problem> problems;
    private int depth;

    private YamlTree(String source, YAMLParser parser, List<Problem> problems) {
        this.source = source;
        this.parser = parser;
        this.problems = problems;
    }

    /** The document of a text; what is wrong goes to the problems. */
    public static Node read(String source, String text, List<Problem> problems) {
        Place whole = new Place(source, 0, 0);
        try (YAMLParser parser = YAML.createParser(text)) {
            YamlTree tree = new YamlTree(source, parser, problems);
            if (parser.nextToken() == null) {
                return new Node.Scalar(whole, Kind.NOTHING, "");
            }
            Node node = tree.node();
            if (parser.nextToken() != null) {
                tree.problem("a second document", "a single one");
            }
            return node;
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            Place place = at == null ? whole : new Place(source, at.getLineNr(), at.getColumnNr());
            problems.add(new Problem(place.toString(), "", firstLine(broken.getOriginalMessage()), "YAML"));
            return new Node.Scalar(whole, Kind.NOTHING, "");
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be read", impossible);
        }
    }

    private static String firstLine(String message) {
        String[] lines = message.split("\n", -1);
        return Arrays.stream(lines)
                .skip(1)
                .filter(line -> line.startsWith("found") || line.startsWith("expected"))
                .findFirst()
                .map(reason -> lines[0].strip() + ": " + reason.strip())
                .orElse(lines[0].strip());
    }

    private Place place() {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(source, at.getLineNr(), at.getColumnNr());
    }

    private void problem(String found, String expected) {
        problems.add(new Problem(place().toString(), "", found, expected));
    }

    private Node node() throws IOException {
        if (++depth > DEEPEST) {
            throw new com.fasterxml.jackson.core.JsonParseException(
                    parser, "nested too deeply", parser.currentTokenLocation());
        }
        Place place = place();
        JsonToken token = parser.currentToken();
        if (parser.isCurrentAlias()) {
            problem("an alias", "the value itself");
        }
        Node node = switch (token) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            default -> new Node.Scalar(place, kind(token), parser.getText());
        };
        depth--;
        return node;
    }

    private Node mapping(Place place) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place at = place();
            if (entries.containsKey(key)) {
                problem("'" + key + "' is there twice", "each key once");
            }
            parser.nextToken();
            entries.put(key, new Node.Entry(at, node()));
        }
        return new Node.Mapping(place, entries);
    }

    private Node sequence(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Node.Sequence(place, items);
    }

    private static Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> Kind.WHOLE_NUMBER;
            case VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Kind.TRUTH;
            case VALUE_NULL -> Kind.NOTHING;
            default -> Kind.TEXT;
        };
    }
}
