package io.tidemark.exchange.wire;

import java.util.List;

/** The alternatives of a sealed interface, each behind its tag. */
final class SealedFamilyCodec extends ValueCodec {
    private final String name;
    private final String expected;
    private final ValueCodec[] alternatives;
    private final ClassTags tags;

    /** The tag of an alternative is its place in both lists. */
    SealedFamilyCodec(String name, List<Class<?>> types, List<ValueCodec> alternatives) {
        this.name = name;
        this.expected = "the tag of a " + name;
        this.alternatives = alternatives.toArray(ValueCodec[]::new);
        this.tags = new ClassTags(types);
    }

    @Override
    String name() {
        return name;
    }

    @Override
    void write(Object value, WireWriter out) {
        int tag = tags.of(value.getClass());
        if (tag < 0) {
            throw new IllegalArgumentException(value.getClass().getName() + " is no " + name);
        }
        out.writeUnsigned(tag);
        alternatives[tag].write(value, out);
    }

    @Override
    Object read(WireReader in) {
        return alternatives[in.readIndex(alternatives.length, expected)].read(in);
    }
}
