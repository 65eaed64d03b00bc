package io.tidemark.exchange.journal;

/** A record was not taken because its pool has a new owner: whoever appended it must drop what he holds in memory. */
public final class FencedException extends JournalException {
    private static final long serialVersionUID = 1;

    public FencedException(String pool, long epoch, long newEpoch) {
        super("pool " + pool + " was taken over in epoch " + newEpoch + "; a record of epoch " + epoch
                + " is not taken any more");
    }
}
