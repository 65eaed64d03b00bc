package io.tidemark.fleet.settlement;

/** The way to whoever holds the lots. Called after the fleet has taken over; errors and repetitions as {@link FleetPort}. */
@FunctionalInterface
public interface HolderPort {
    void tell(String idempotencyKey, Task task);
}
