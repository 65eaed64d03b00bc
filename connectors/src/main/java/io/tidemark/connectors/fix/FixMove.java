package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.SessionBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import quickfix.MessageStore;
import quickfix.SessionID;
import quickfix.SessionSettings;

/**
 * Moves the sessions of a door that was alone into the database that several doors share: their numbers, the messages that may
 * be asked for again, how far each firm was told, and where the log is read from. Done twice, it is done once.
 */
public final class FixMove {
    private final FileKeeping files;
    private final SharedTables tables;
    private final List<String> pools;

    private FixMove(Path directory, DataSource database, List<String> pools) {
        this.files = new FileKeeping(directory, new SessionSettings());
        this.tables = new SharedTables(database);
        this.pools = pools;
    }

    /**
     * Moves all sessions.
     *
     * @param directory of the door that was alone, and is closed
     * @param database where no door has opened yet
     * @param pools of the market
     * @return how many sessions it has
     * @throws UncheckedIOException if the files cannot be read
     */
    public static int run(Path directory, SessionBook sessions, DataSource database, List<String> pools) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        FixMove move = new FixMove(directory, database, pools);
        List<String> compIds = sessions.compIds();
        try {
            for (String compId : compIds) {
                move.session(compId);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the FIX messages in " + directory + " cannot be read", unreadable);
        }
        SharedStartingPoints points = new SharedStartingPoints(move.tables);
        // The older first, and nothing is forgotten for the sake of it.
        List<StartingPoint> found = new ArrayList<>(move.files.startingPoints().newestFirst());
        for (int i = found.size() - 1; i >= 0; i--) {
            points.save(found.get(i), found.get(found.size() - 1).offset());
        }
        return compIds.size();
    }

    private void session(String compId) throws IOException {
        SessionID session = Settings.session(compId, "");
        Sent sent = new Sent(files.sent(compId));
        MessageStore store = files.messages(session, sent, pools);
        tables.update(
                "INSERT INTO fix.session (comp_id, cancels, next_sender, next_target) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                compId,
                files.cancelsOnDisconnect(compId),
                store.getNextSenderMsgSeqNum(),
                store.getNextTargetMsgSeqNum());
        for (String execId : sent.execIds()) {
            ExecId id = ExecId.parse(execId).orElseThrow();
            tables.update(
                    "INSERT INTO fix.sent (comp_id, pool, exec_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    compId,
                    id.pool(),
                    execId);
        }
        for (int number = 1; number < store.getNextSenderMsgSeqNum(); number++) {
            List<String> found = new ArrayList<>();
            store.get(number, number, found);
            for (String message : found) {
                tables.update(
                        "INSERT INTO fix.message (comp_id, number, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        compId,
                        number,
                        message);
            }
        }
    }
}
