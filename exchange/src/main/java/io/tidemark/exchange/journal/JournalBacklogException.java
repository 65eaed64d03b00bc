package io.tidemark.exchange.journal;

/** More is waiting for the disk than the journal may hold in memory; the record was not appended. */
public final class JournalBacklogException extends JournalException {
    public JournalBacklogException(long pendingBytes, long maxPendingBytes) {
        super(pendingBytes + " bytes wait for the disk and at most " + maxPendingBytes
                + " may: take no more commands until it has caught up");
    }
}
