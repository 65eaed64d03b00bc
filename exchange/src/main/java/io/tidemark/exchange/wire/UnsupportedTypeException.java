package io.tidemark.exchange.wire;

/** A type that has no place on the wire: a mistake of whoever declared it, found when the codec is built. */
public final class UnsupportedTypeException extends IllegalArgumentException {
    UnsupportedTypeException(String where, String problem) {
        super(where + ": " + problem);
    }
}
