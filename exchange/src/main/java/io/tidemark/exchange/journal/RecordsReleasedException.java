package io.tidemark.exchange.journal;

/** A reader wants a record that was released: whoever needs it begins from a snapshot, and reads on from the first kept. */
public final class RecordsReleasedException extends JournalException {
    private static final long serialVersionUID = 1;

    private final long firstOffset;

    /**
     * @param offset of the record that is wanted
     * @param firstOffset of the oldest that is kept
     */
    public RecordsReleasedException(long offset, long firstOffset) {
        super("record " + offset + " was released; the oldest that is kept is record " + firstOffset
                + ": begin from a snapshot and read on from there");
        this.firstOffset = firstOffset;
    }

    /** The offset of the oldest record that was kept when this was found. */
    public long firstOffset() {
        return firstOffset;
    }
}
