package io.tidemark.simulations.world;

/** What a replication asks and tells while it is played. Called on its thread, often: must be quick. */
public interface Control {
    /** Whether to give up. */
    boolean isStopped();

    /** So much more market time of a pool was played, in milliseconds. */
    void played(long millis);

    /** Plays to the end and tells nobody. */
    static Control none() {
        return new Control() {
            @Override
            public boolean isStopped() {
                return false;
            }

            @Override
            public void played(long millis) {}
        };
    }
}
