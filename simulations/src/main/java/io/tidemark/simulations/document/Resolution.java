package io.tidemark.simulations.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.simulations.document.Node.Scalar.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A document held against a schema: checks it, fills in what was left out, and remembers where everything stood. It knows
 * the words of JSON Schema that our schemas use and no others.
 */
public final class Resolution {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode root;
    private final Place whole;
    private final List<Problem> problems;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * One that has not begun.
     *
     * @param source what the document is called where nothing in it is meant
     * @param problems where to put what is wrong
     */
    public Resolution(Schema schema, String source, List<Problem> problems) {
        this.root = schema.root();
        this.whole = new Place(source, 0, 0);
        this.problems = problems;
    }

    /** The document with every default, if nothing was wrong; else what could be made of it. */
    public JsonNode resolve(Node document) {
        return value(document, root, "");
    }

    /** Where the value of a path stands, or the nearest that encloses it. */
    public Place placeOf(String path) {
        String at = path;
        while (!places.containsKey(at) && !at.isEmpty()) {
            at = at.contains(".") ? at.substring(0, at.lastIndexOf('.')) : "";
        }
        return places.getOrDefault(at, whole);
    }

    /** What a definition of the schema comes to where the document says nothing. */
    public JsonNode byDefault(String definition) {
        return value(new Node.Mapping(whole, Map.of()), root.at("/$defs/" + definition), definition);
    }

    private JsonNode value(Node node, JsonNode written, String path) {
        places.put(path, node.place());
        JsonNode schema = dereferenced(written);
        if (schema.has("oneOf")) {
            return oneOf(node, schema, path);
        }
        return switch (schema.path("type").asText("")) {
            case "object" -> object(node, schema, path);
            case "array" -> array(node, schema, path);
            default -> scalar(node, schema, path);
        };
    }

    private JsonNode dereferenced(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }

    // ---- groups of keys

    private JsonNode object(Node node, JsonNode schema, String path) {
        Node.Mapping mapping = node instanceof Node.Mapping found ? found : null;
        if (mapping == null) {
            if (!(node instanceof Node.Scalar scalar) || scalar.type() != Kind.NOTHING) {
                problem(node.place(), path, "found " + node.kind(), "a group of keys: " + keys(schema));
                return JSON.objectNode();
            }
            mapping = new Node.Mapping(node.place(), Map.of());
        }
        ObjectNode resolved = JSON.objectNode();
        JsonNode properties = schema.path("properties");
        mapping.entries().forEach((key, entry) -> {
            if (properties.has(key) || schema.path("additionalProperties").isObject()) {
                checkName(entry.place(), schema, key, path);
            } else {
                unknown(entry.place(), join(path, key), key, schema);
            }
        });
        for (JsonNode required : schema.path("required")) {
            if (!mapping.entries().containsKey(required.asText())) {
                problem(
                        node.place(),
                        path,
                        "'" + required.asText() + "' is missing",
                        expected(properties.path(required.asText())));
            }
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            Node.Entry entry = mapping.entries().get(property.getKey());
            Optional<Node> value =
                    entry == null ? defaultOf(property.getValue(), node.place()) : Optional.of(entry.value());
            value.ifPresent(given ->
                    resolved.set(property.getKey(), value(given, property.getValue(), join(path, property.getKey()))));
        }
        if (schema.path("additionalProperties").isObject()) {
            mapping.entries()
                    .forEach((key, entry) -> resolved.set(
                            key, value(entry.value(), schema.path("additionalProperties"), join(path, key))));
        }
        return resolved;
    }

    private void checkName(Place place, JsonNode schema, String key, String path) {
        JsonNode names = dereferenced(schema.path("propertyNames"));
        if (names.has("pattern") && !key.matches(names.path("pattern").asText())) {
            problem(place, path, "'" + key + "'", names.path("description").asText());
        }
    }

    private void unknown(Place place, String path, String key, JsonNode schema) {
        List<String> known = names(schema);
        String hint = Nearest.to(key, known)
                .map(best -> "'" + best + "'; did you mean that?")
                .orElseGet(() -> "one of " + String.join(", ", known));
        problem(place, path, "no such key", hint);
    }

    private static Optional<Node> defaultOf(JsonNode schema, Place place) {
        JsonNode otherwise = schema.path("default");
        return otherwise.isMissingNode() ? Optional.empty() : Optional.of(node(otherwise, place));
    }

    private static Node node(JsonNode json, Place place) {
        if (json.isObject()) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            json.properties()
                    .forEach(entry ->
                            entries.put(entry.getKey(), new Node.Entry(place, node(entry.getValue(), place))));
            return new Node.Mapping(place, entries);
        } else if (json.isArray()) {
            List<Node> items = new ArrayList<>();
            json.forEach(item -> items.add(node(item, place)));
            return new Node.Sequence(place, items);
        }
        Kind kind = json.isBoolean()
                ? Kind.TRUTH
                : json.isIntegralNumber() ? Kind.WHOLE_NUMBER : json.isNumber() ? Kind.NUMBER : Kind.TEXT;
        return new Node.Scalar(place, kind, json.asText());
    }

    /** The alternative whose required keys and fixed words are there; of a single value, the one that is no group. */
    private JsonNode oneOf(Node node, JsonNode schema, String path) {
        for (JsonNode option : schema.path("oneOf")) {
            if (fits(node, option)) {
                return value(node, option, path);
            }
        }
        problem(
                node.place(),
                path,
                "found " + node.kind() + " of no known kind",
                StreamSupport.stream(schema.path("oneOf").spliterator(), false)
                        .map(option -> option.path("description").asText())
                        .collect(Collectors.joining(", or ")));
        return JSON.objectNode();
    }

    private static boolean fits(Node node, JsonNode option) {
        if (!(node instanceof Node.Mapping mapping)) {
            return node instanceof Node.Scalar scalar
                    && scalar.type() != Kind.NOTHING
                    && !option.path("type").asText().equals("object");
        }
        JsonNode properties = option.path("properties");
        JsonNode kinds = properties.path("kind").path("enum");
        if (kinds.isArray()) {
            Node.Entry entry = mapping.entries().get("kind");
            return entry != null
                    && entry.value() instanceof Node.Scalar scalar
                    && scalar.text().equals(kinds.get(0).asText());
        }
        return StreamSupport.stream(option.path("required").spliterator(), false)
                .anyMatch(required -> mapping.entries().containsKey(required.asText()));
    }

    // ---- lists and single values

    private JsonNode array(Node node, JsonNode schema, String path) {
        if (!(node instanceof Node.Sequence sequence)) {
            problem(
                    node.place(),
                    path,
                    "found " + node.kind(),
                    "a list: " + schema.path("description").asText());
            return JSON.arrayNode();
        }
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        int size = sequence.items().size();
        if (size < least || size > most) {
            problem(
                    node.place(),
                    path,
                    "a list of " + size,
                    (least == most ? "exactly " + least : "at least " + least) + ": "
                            + schema.path("description").asText());
        }
        ArrayNode resolved = JSON.arrayNode();
        for (int i = 0; i < size; i++) {
            resolved.add(value(sequence.items().get(i), schema.path("items"), join(path, String.valueOf(i))));
        }
        return resolved;
    }

    private JsonNode scalar(Node node, JsonNode schema, String path) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() == Kind.NOTHING) {
            problem(node.place(), path, "found " + node.kind(), expected(schema));
            return JSON.nullNode();
        }
        String text = scalar.text();
        boolean right = switch (schema.path("type").asText("")) {
            case "integer" -> scalar.type() == Kind.WHOLE_NUMBER && isNumberWithin(text, schema);
            case "number" ->
                (scalar.type() == Kind.WHOLE_NUMBER || scalar.type() == Kind.NUMBER) && isNumberWithin(text, schema);
            case "boolean" -> scalar.type() == Kind.TRUTH;
            default ->
                !schema.has("pattern") || text.matches(schema.path("pattern").asText());
        };
        JsonNode words = schema.path("enum");
        boolean listed = !words.isArray()
                || StreamSupport.stream(words.spliterator(), false)
                        .anyMatch(word -> word.asText().equals(text));
        if (!right || !listed) {
            problem(node.place(), path, "found " + node.kind(), expected(schema) + meant(text, words));
            return JSON.nullNode();
        }
        return switch (schema.path("type").asText("")) {
            case "integer" -> JSON.numberNode(Long.parseLong(text));
            case "number" -> DecimalNode.valueOf(new BigDecimal(text));
            case "boolean" -> JSON.booleanNode(Boolean.parseBoolean(text));
            default -> JSON.textNode(text);
        };
    }

    private static String meant(String text, JsonNode words) {
        List<String> known = new ArrayList<>();
        words.forEach(word -> known.add(word.asText()));
        return Nearest.to(text, known)
                .map(best -> "; did you mean '" + best + "'?")
                .orElse("");
    }

    private static boolean isNumberWithin(String text, JsonNode schema) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException infinite) {
            return false;
        }
        boolean fits = schema.path("type").asText().equals("number")
                || number.toBigInteger().bitLength() < Long.SIZE;
        return fits && within(number, schema);
    }

    private static boolean within(BigDecimal number, JsonNode schema) {
        return (!schema.has("minimum")
                        || number.compareTo(schema.path("minimum").decimalValue()) >= 0)
                && (!schema.has("maximum")
                        || number.compareTo(schema.path("maximum").decimalValue()) <= 0)
                && (!schema.has("exclusiveMinimum")
                        || number.compareTo(schema.path("exclusiveMinimum").decimalValue()) > 0)
                && (!schema.has("exclusiveMaximum")
                        || number.compareTo(schema.path("exclusiveMaximum").decimalValue()) < 0);
    }

    // ---- words

    private String expected(JsonNode written) {
        JsonNode schema = dereferenced(written);
        String what = written.path("description").asText("");
        String form = switch (schema.path("type").asText("")) {
            case "integer" -> "a whole number" + bounds(schema);
            case "number" -> "a number" + bounds(schema);
            case "boolean" -> "true or false";
            case "object" -> "a group of keys";
            case "array" -> "a list";
            default ->
                schema.has("pattern") || schema.has("oneOf")
                        ? schema.path("description").asText()
                        : "a text";
        };
        if (schema.path("enum").isArray()) {
            form = StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" or "));
        }
        return what.isEmpty() || what.equals(form) ? form : form + " (" + what + ")";
    }

    private static String bounds(JsonNode schema) {
        String least = schema.has("minimum")
                ? " from " + schema.path("minimum").asText()
                : schema.has("exclusiveMinimum")
                        ? " above " + schema.path("exclusiveMinimum").asText()
                        : "";
        String most = schema.has("maximum")
                ? " to " + schema.path("maximum").asText()
                : schema.has("exclusiveMaximum")
                        ? " below " + schema.path("exclusiveMaximum").asText()
                        : "";
        return least + most;
    }

    private static List<String> names(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String keys(JsonNode schema) {
        return String.join(", ", names(schema));
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void problem(Place place, String path, String found, String expected) {
        problems.add(new Problem(place.toString(), path, found, expected));
    }
}
