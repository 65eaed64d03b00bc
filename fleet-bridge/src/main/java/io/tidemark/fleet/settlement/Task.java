package io.tidemark.fleet.settlement;

import java.util.List;

/**
 * Something that must be done once for an account.
 *
 * @param lots of a delivery and of a {@code LEASE} all that are due; of a {@code NOTICE} or {@code RELEASE} those that go
 * @param parcels of a delivery, what the lots belong to; else empty
 * @param endsAt of a notice, when the lots must be back, epoch milliseconds; else 0
 * @param reason of a release, why; else empty
 * @param message of word to a holder, its body; else empty
 * @param attempts at the step that it stands at
 * @param notBefore when it may be tried next, epoch milliseconds
 * @param problem what went wrong last; empty if nothing
 */
public record Task(
        long id,
        TaskKey key,
        long lots,
        List<ParcelLots> parcels,
        long endsAt,
        String reason,
        String message,
        Step step,
        State state,
        int attempts,
        long notBefore,
        String problem) {
    public Task {
        parcels = List.copyOf(parcels);
    }

    /** Lots of one parcel; {@code allOrNone} if they are of use only together. */
    public record ParcelLots(long parcel, long lots, boolean allOrNone) {}

    /** Who carries a task out. Neither waits for the other. */
    public enum Step {
        /** The machines. */
        FLEET,
        /** The way to their holder. */
        HOLDER
    }

    /** How it stands. */
    public enum State {
        /** To be done when its time has come. */
        DUE,
        /** Failed too often; a person looks at it and retries it. */
        PARKED,
        /** It is done. */
        DONE
    }

    /**
     * Of word to a holder, what names it to its webhooks: the id of the {@link io.tidemark.exchange.notice.HolderNotice}, the
     * same at each attempt.
     */
    public String idOfWord() {
        return key.pool() + "-" + key.sequence() + "-" + TaskPlan.index(key.generation());
    }

    /** What makes a call the same call, however often it comes. */
    public String idempotencyKey() {
        return key + ":" + step;
    }
}
