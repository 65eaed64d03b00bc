package io.tidemark.exchange.pool;

import org.jspecify.annotations.Nullable;

/** Something that must be there, or the test has found what it looks for. */
final class Known {
    private Known() {}

    static <T> T known(@Nullable T thing, Object what) {
        if (thing == null) {
            throw new AssertionError("there should be something known of " + what);
        }
        return thing;
    }
}
