package io.tidemark.exchange.wire;

/** How the values of one type are written and read. */
abstract class ValueCodec {
    /** The name of the type in a schema. */
    abstract String name();

    abstract void write(Object value, WireWriter out);

    abstract Object read(WireReader in);

    /** Whether a value may take no bytes at all: then a count of them could not be checked against what remains. */
    boolean mayBeEmpty() {
        return false;
    }
}
