package io.tidemark.exchange.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places of a few classes in a list, found without boxing: every value of a family asks for one. */
final class ClassTags {
    /** So sparse that the first look nearly always finds. */
    private static final int SPARSENESS = 8;

    private final @Nullable Class<?>[] classes;
    private final int[] tags;

    ClassTags(List<Class<?>> types) {
        int size = Integer.highestOneBit(SPARSENESS * types.size()) * 2;
        classes = new Class<?>[size];
        tags = new int[size];
        for (int tag = 0; tag < types.size(); tag++) {
            int at = start(types.get(tag));
            while (classes[at] != null) {
                at = next(at);
            }
            classes[at] = types.get(tag);
            tags[at] = tag;
        }
    }

    /** The place of a class, or -1. */
    int of(Class<?> type) {
        int at = start(type);
        for (Class<?> found = classes[at]; found != type; found = classes[at]) {
            if (found == null) {
                return -1;
            }
            at = next(at);
        }
        return tags[at];
    }

    private int start(Class<?> type) {
        return type.hashCode() & (classes.length - 1);
    }

    private int next(int at) {
        return at + 1 & (classes.length - 1);
    }
}
