package io.tidemark.simulations.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a YAML document that knows where it stands. */
public sealed interface Node {
    Place place();

    /** What the part is, in a word. */
    String kind();

    /** A single value, as it was written. */
    record Scalar(Place place, Kind type, String text) implements Node {
        public enum Kind {
            TEXT,
            WHOLE_NUMBER,
            NUMBER,
            TRUTH,
            NOTHING
        }

        @Override
        public String kind() {
            return type == Kind.NOTHING ? "nothing" : "'" + text + "'";
        }
    }

    record Sequence(Place place, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Place place, Map<String, Entry> entries) implements Node {
        @Override
        public String kind() {
            return "a group of keys";
        }

        /** A copy with another value for a key, in the place of the one that it had. */
        public Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(place, changed);
        }
    }

    /** A value under its key; the place is the key's. */
    record Entry(Place place, Node value) {}
}
