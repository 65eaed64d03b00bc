package io.tidemark.fleet.surplus;

/** Where readings of internal demand come from: a scheduler, a metrics store, a recorded trace, a generator. */
@FunctionalInterface
public interface DemandSource {
    /**
     * The latest reading known at an instant. It answers at once; a source that cannot reach its backend gives its last
     * reading again, with the {@code asOf} it had.
     *
     * @param now epoch milliseconds
     * @return a reading whose {@code asOf} is not after {@code now}
     */
    DemandSnapshot snapshot(long now);

    /**
     * From when on it can tell what was, for whoever wants to know the past of a pool before a market began.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} if any instant may be asked for
     */
    default long knownFrom() {
        return Long.MIN_VALUE;
    }
}
