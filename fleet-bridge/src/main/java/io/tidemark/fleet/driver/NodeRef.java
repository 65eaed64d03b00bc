package io.tidemark.fleet.driver;

import java.util.regex.Pattern;

/** The name of a node, the same in every backend of a fleet. */
public record NodeRef(String name) implements Comparable<NodeRef> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public NodeRef {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a node is named like a host, in lower case: '" + name + "'");
        }
    }

    @Override
    public int compareTo(NodeRef other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
