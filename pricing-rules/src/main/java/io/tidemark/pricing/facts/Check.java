package io.tidemark.pricing.facts;

/** Ranges of the facts. They also keep every later product inside a {@code long}. */
final class Check {
    private Check() {}

    static void between(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + value);
        }
    }
}
