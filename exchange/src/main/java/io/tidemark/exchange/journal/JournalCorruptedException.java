package io.tidemark.exchange.journal;

import java.nio.file.Path;

/**
 * What is on disk is not what was written, and it is not only the torn end that a crash leaves. Nothing was changed:
 * restore the directory from a copy, or hand the pool to a member whose journal is whole.
 */
public final class JournalCorruptedException extends JournalException {
    private final Path file;
    private final long position;
    private final long offset;

    JournalCorruptedException(Path file, long position, long offset, String problem) {
        super("journal corrupted in " + file + " at byte " + position + ", record " + offset + ": " + problem
                + "; nothing was changed, restore this directory from a copy");
        this.file = file;
        this.position = position;
        this.offset = offset;
    }

    /**
     * For a home that is a database.
     *
     * @param table with the damage; it stands where the file would
     */
    public JournalCorruptedException(String table, long offset, String problem) {
        super("journal corrupted in " + table + ", record " + offset + ": " + problem
                + "; nothing was changed, restore the database from a backup or a standby");
        this.file = Path.of(table);
        this.position = 0;
        this.offset = offset;
    }

    /** The segment, or the file of the durable mark, or the table of a database. */
    public Path file() {
        return file;
    }

    /** Byte in the file where the damage begins, as far as can be told; 0 in a database. */
    public long position() {
        return position;
    }

    /** Offset of the first record that cannot be trusted: all before it are as they were written. */
    public long offset() {
        return offset;
    }
}
