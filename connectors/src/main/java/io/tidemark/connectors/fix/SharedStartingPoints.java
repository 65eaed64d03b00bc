package io.tidemark.connectors.fix;

import io.tidemark.connectors.fix.SavedPoint.UnreadableException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starting points as rows. Every door saves some, and any door may begin at any of them: a report that a door has not seen
 * sent is in its point, and dropped by whoever knows better.
 */
final class SharedStartingPoints implements StartingPoints {
    private static final Logger LOG = LoggerFactory.getLogger(SharedStartingPoints.class);

    private final SharedTables tables;

    SharedStartingPoints(SharedTables tables) {
        this.tables = tables;
    }

    @Override
    public List<StartingPoint> newestFirst() {
        return tables.query("SELECT document FROM fix.start ORDER BY log_offset DESC", row -> row.getString(1)).stream()
                .flatMap(text -> read(text).stream())
                .toList();
    }

    private static Optional<StartingPoint> read(String text) {
        try {
            return Optional.of(SavedPoint.parse(text).read());
        } catch (UnreadableException damaged) {
            LOG.warn("a starting point in the table fix.start is passed over: {}", damaged.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void save(StartingPoint point, long beside) {
        tables.update(
                "INSERT INTO fix.start AS s (log_offset, document) VALUES (?, ?)"
                        + " ON CONFLICT (log_offset) DO UPDATE SET document = excluded.document",
                point.offset(),
                SavedPoint.of(point).text());
        tables.update("DELETE FROM fix.start WHERE log_offset < ?", beside);
    }

    /** The newest but one, whichever door has saved it: the newest alone may be damaged. */
    @Override
    public long neededFrom(long here) {
        return tables
                .query(
                        "SELECT log_offset FROM fix.start ORDER BY log_offset DESC OFFSET 1 LIMIT 1",
                        row -> row.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }

    @Override
    public String place() {
        return "the table fix.start";
    }
}
