package io.tidemark.simulations.run;

/** Hears how far a run is. */
@FunctionalInterface
public interface Progress {
    /**
     * A replication is done.
     *
     * @param done how many are
     * @param atMost how many there will be at most
     */
    void replicationDone(int done, int atMost);
}
