package io.tidemark.connectors.fix;

import java.util.Collection;
import java.util.List;
import quickfix.MessageStore;
import quickfix.SessionID;

/** Sessions in a database that the doors of all members share. */
final class SharedKeeping implements Keeping {
    private final SharedTables tables;
    private final Custody custody;

    SharedKeeping(SharedTables tables, Custody custody) {
        this.tables = tables;
        this.custody = custody;
    }

    @Override
    public MessageStore messages(SessionID session, Sent sent, List<String> pools) {
        return new SharedMessages(tables, session.getTargetCompID(), custody, sent);
    }

    @Override
    public Collection<String> sent(String compId) {
        return tables.query("SELECT exec_id FROM fix.sent WHERE comp_id = ?", row -> row.getString(1), compId);
    }

    @Override
    public boolean cancelsOnDisconnect(String compId) {
        return tables
                .query("SELECT cancels FROM fix.session WHERE comp_id = ?", row -> row.getBoolean(1), compId)
                .stream()
                .findFirst()
                .orElse(true);
    }

    @Override
    public void cancelOnDisconnect(String compId, boolean cancels) {
        tables.update(
                "UPDATE fix.session SET cancels = ? WHERE comp_id = ? AND epoch = ?",
                cancels,
                compId,
                custody.epoch(compId));
    }

    @Override
    public StartingPoints startingPoints() {
        return new SharedStartingPoints(tables);
    }
}
