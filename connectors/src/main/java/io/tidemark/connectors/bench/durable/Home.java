package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.journal.Journal;
import java.io.IOException;
import java.util.List;

/** Where a market keeps what must survive it, and how it is opened there, again and again. */
interface Home extends AutoCloseable {
    /**
     * Opens the market; when this returns it takes commands.
     *
     * @param now market time, epoch milliseconds, if it has not come further yet; it stands still at first
     * @param snapshots whether to go on from snapshots, if there are any
     */
    Market open(long now, boolean snapshots) throws IOException;

    /** Opens it after all that it had in memory is gone, on as few machines as can be; otherwise the same. */
    Market openAgain(long now, boolean snapshots) throws IOException;

    /** Deletes all of it. */
    @Override
    void close() throws IOException;

    /** A market that is open. */
    interface Market extends AutoCloseable {
        /** Where a number of those who send enter their commands. */
        BatchExchange door(int number);

        /** Lets market time run. */
        void run();

        /** By which everything is written. */
        List<Journal> journals();

        /** How many commands are durable, of all pools. */
        long commands();

        /** How many of them a snapshot is known to cover. */
        long covered() throws IOException;

        /** Waits until the replica has read everything, if there is one. */
        void awaitReplica() throws IOException;

        @Override
        void close();
    }
}
