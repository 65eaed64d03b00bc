package io.tidemark.simulations.selftest;

/** The lots of a pool, whoever keeps them: the real engine, or a count as simple as can be. Times are epoch milliseconds. */
interface Lots {
    /** Whether the job runs at once; if not, it is gone. */
    boolean admit(long now, int job, int lots);

    /** A job that runs is done. */
    void leave(long now, int job);

    /**
     * The operator's own work needs so many lots from now on.
     *
     * @return the jobs that had to go
     */
    int[] internalNeed(long now, int lots);
}
