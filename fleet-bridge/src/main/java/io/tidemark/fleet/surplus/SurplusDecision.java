package io.tidemark.fleet.surplus;

/** What follows from one reading. There is no fourth thing. */
public sealed interface SurplusDecision {
    /** What is offered stays as it is. */
    record Hold(Reason reason) implements SurplusDecision {
        /** Why nothing changes. Checked from top to bottom; the first that holds is the answer. */
        public enum Reason {
            /** The cluster is down: its idle lots are no surplus, and its readings are no need. */
            OUTAGE,
            /** The reading is too old to act on. */
            STALE,
            /** Not watched for T_release yet, since the start, an outage or a silence: nothing can be released. */
            WATCHING,
            /** What is offered fits what is there. */
            STEADY
        }
    }

    /**
     * More lots for the exchange, on top of what is offered already.
     *
     * @param lots how many more, positive
     * @param fromMillis when they are sanitized and usable, epoch milliseconds
     */
    record Release(long lots, long fromMillis) implements SurplusDecision {}

    /**
     * Lots that internal work needs back. They no longer count as usable from the instant of the decision; how their
     * holders are given notice is the exchange's business.
     *
     * @param lots how many fewer, positive and never more than are offered
     */
    record Need(long lots) implements SurplusDecision {}
}
