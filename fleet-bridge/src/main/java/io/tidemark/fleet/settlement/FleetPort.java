package io.tidemark.fleet.settlement;

/**
 * What settlement asks of the fleet. A call may come more than once with the same idempotency key, also long after it was
 * done; the fleet does it once. About one lease, or one hour of an account, calls come in the order of {@link
 * TaskKey#generation()}, except that a parked task may be retried later: a fleet that has seen a larger generation of the
 * subject has been overtaken by it and lets it pass.
 *
 * <p>A method returns when the fleet has durably taken over, and throws when it is not known whether it has: then it is
 * called again.
 */
public interface FleetPort {
    /** The lots of these parcels are due to the account in the hour {@link TaskKey#subject()}. */
    void deliver(String idempotencyKey, Task task);

    /** The lease {@link TaskKey#subject()} has {@link Task#lots()} from now on, no more and no less. */
    void lease(String idempotencyKey, Task task);

    /** So many lots of the lease must be handed back at {@link Task#endsAt()}. */
    void notice(String idempotencyKey, Task task);

    /** So many lots of the lease are handed back now. */
    void release(String idempotencyKey, Task task);
}
