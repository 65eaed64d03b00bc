package io.tidemark.fleet.settlement;

import io.tidemark.fleet.database.Transaction;
import java.sql.SQLException;

/**
 * How far the journal is in the books.
 *
 * @param recordOffset the record to read next
 * @param sequence the last command of that record that is in the books already, 0 if none is
 */
public record Position(long recordOffset, long sequence) {
    static final Position START = new Position(0, 0);

    /** As a transaction of the caller sees it. */
    public static Position in(Transaction transaction) throws SQLException {
        return Ingest.positionIn(transaction);
    }
}
