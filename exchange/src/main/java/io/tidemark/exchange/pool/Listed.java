package io.tidemark.exchange.pool;

import org.jspecify.annotations.Nullable;

/** An entry of a {@link Roll}; it knows its neighbours there, so that nobody has to look for it. */
abstract class Listed {
    /** Its neighbours among all that are remembered. */
    @Nullable Listed older;

    @Nullable Listed newer;

    /** Its neighbours among those that are open. */
    @Nullable Listed olderOpen;

    @Nullable Listed newerOpen;

    /** Ascends with time. */
    abstract long id();
}
