package io.tidemark.exchange.wire;

/** The ordinal of a constant: constants are added at the end, and never moved. */
final class EnumCodec extends ValueCodec {
    private final String name;
    private final Enum<?>[] constants;

    EnumCodec(String name, Enum<?>[] constants) {
        this.name = name;
        this.constants = constants;
    }

    @Override
    String name() {
        return name;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // The ordinal is the format, pinned by the schema.
    void write(Object value, WireWriter out) {
        out.writeUnsigned(((Enum<?>) value).ordinal());
    }

    @Override
    Object read(WireReader in) {
        return constants[in.readIndex(constants.length, "the ordinal of a " + name)];
    }
}
