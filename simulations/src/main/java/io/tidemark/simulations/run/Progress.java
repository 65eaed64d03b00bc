package io.tidemark.simulations.run;

/** Hears how far a run is. */
public interface Progress {
    /** So much market time of a pool was played, in milliseconds. Called on the threads of the replications. */
    void played(long millis);

    /** A replication is done and written; called in order. */
    void replicationDone(int done);

    /** Nobody listens. */
    static Progress none() {
        return new Progress() {
            @Override
            public void played(long millis) {}

            @Override
            public void replicationDone(int done) {}
        };
    }
}
