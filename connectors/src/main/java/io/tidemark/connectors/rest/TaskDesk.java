package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/** What settlement has the machines do, and the word that holders get of it. Instants are epoch milliseconds of market time. */
public interface TaskDesk {
    /** Tasks in a state, the oldest first; {@code after} is 0, or the id of the last one of the page before. */
    List<Task> list(State state, long after, int limit);

    /** One task. */
    Optional<Task> find(long id);

    /**
     * Makes a parked task due again, from the step at which it failed and with all its attempts.
     *
     * @return whether it was parked
     */
    boolean retry(long id);

    /** How a task stands. */
    enum State {
        /** To be done when its time has come. */
        DUE,
        /** It failed too often, and waits for a person. */
        PARKED,
        /** All of it is done. */
        DONE
    }

    /**
     * A task.
     *
     * @param kind such as {@code DELIVER}
     * @param subject of a delivery the epoch hour, of word to a holder the webhook, else the number of the spot bid
     * @param step at which it stands, such as {@code FLEET}
     * @param attempts at that step
     * @param notBefore when it is tried next; 0 if at once
     * @param problem what went wrong last; empty if nothing
     * @param idempotencyKey under which the step is asked for, however often
     */
    record Task(
            long id,
            PoolId pool,
            String kind,
            long subject,
            long account,
            long lots,
            String step,
            State state,
            int attempts,
            long notBefore,
            String problem,
            String idempotencyKey) {
        /** Whether it tells a webhook something. */
        boolean isWord() {
            return kind.equals("TELL");
        }

        /** Whether it hands over the lots of an hour, and not those of a spot bid. */
        boolean isOfAnHour() {
            return kind.equals("DELIVER");
        }
    }
}
