package io.tidemark.simulations.scenario;

import io.tidemark.simulations.document.Node;
import io.tidemark.simulations.document.Node.Scalar.Kind;
import io.tidemark.simulations.document.Place;
import io.tidemark.simulations.document.Problem;
import io.tidemark.simulations.document.YamlTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A value given beside the file: {@code release.headroom=0.1}. Places in a list are numbered from 0: {@code
 * pools.0.lots=64}.
 *
 * @param path keys, joined by dots; a key that holds dots itself is found if the file has it
 * @param value YAML
 */
public record Setting(String path, String value) {
    /** Reads {@code path=value}. */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no setting; give a path and a value, such as release.headroom=0.1");
        }
        return new Setting(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    private String source() {
        return "--set " + path + "=" + value;
    }

    Node appliedTo(Node document, List<Problem> problems) {
        Node parsed = YamlTree.read(source(), value, problems);
        return set(document, path, reseated(parsed), problems);
    }

    /** Line and column of an option tell nobody anything. */
    private Node reseated(Node node) {
        Place place = new Place(source(), 0, 0);
        if (node instanceof Node.Mapping mapping) {
            LinkedHashMap<String, Node.Entry> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, new Node.Entry(place, reseated(entry.value()))));
            return new Node.Mapping(place, entries);
        } else if (node instanceof Node.Sequence sequence) {
            return new Node.Sequence(
                    place, sequence.items().stream().map(this::reseated).toList());
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return new Node.Scalar(place, scalar.type(), scalar.text());
    }

    private Node set(Node node, String rest, Node wanted, List<Problem> problems) {
        if (rest.isEmpty()) {
            return wanted;
        }
        Place place = new Place(source(), 0, 0);
        if (node instanceof Node.Sequence sequence) {
            return setInList(sequence, rest, wanted, problems);
        }
        if (node instanceof Node.Mapping mapping) {
            String key = longestKey(mapping, rest);
            Node.Entry entry = mapping.entries().get(key);
            Node before = entry == null ? new Node.Mapping(place, new LinkedHashMap<>()) : entry.value();
            String further = rest.length() > key.length() ? rest.substring(key.length() + 1) : "";
            return mapping.with(key, new Node.Entry(place, set(before, further, wanted, problems)));
        }
        if (node instanceof Node.Scalar scalar && scalar.type() == Kind.NOTHING) {
            return set(new Node.Mapping(place, new LinkedHashMap<>()), rest, wanted, problems);
        }
        problems.add(new Problem(source(), "", "nothing lies below " + node.kind(), "a path into the scenario"));
        return node;
    }

    private Node setInList(Node.Sequence sequence, String rest, Node wanted, List<Problem> problems) {
        String head = firstKey(rest);
        String further = rest.length() > head.length() ? rest.substring(head.length() + 1) : "";
        int size = sequence.items().size();
        if (!head.matches("[0-9]{1,6}") || Integer.parseInt(head) >= size) {
            problems.add(new Problem(
                    source(), "", "no place '" + head + "' in a list of " + size, "a place from 0 to " + (size - 1)));
            return sequence;
        }
        List<Node> items = new ArrayList<>(sequence.items());
        int index = Integer.parseInt(head);
        items.set(index, set(items.get(index), further, wanted, problems));
        return new Node.Sequence(sequence.place(), items);
    }

    private static String longestKey(Node.Mapping mapping, String rest) {
        return mapping.entries().keySet().stream()
                .filter(key -> rest.equals(key) || rest.startsWith(key + "."))
                .reduce((one, other) -> one.length() >= other.length() ? one : other)
                .orElseGet(() -> firstKey(rest));
    }

    private static String firstKey(String rest) {
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
