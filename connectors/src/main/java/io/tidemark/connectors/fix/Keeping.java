package io.tidemark.connectors.fix;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import quickfix.MessageStore;
import quickfix.SessionID;

/** What a door keeps of its sessions, wherever its home is. Thread-safe. */
interface Keeping {
    /**
     * The messages of a session.
     *
     * @param sent is told what was sent before, and from now on
     * @param pools that may have told the session something
     */
    MessageStore messages(SessionID session, Sent sent, List<String> pools) throws IOException;

    /** How far a session had been told when its messages were last forgotten. */
    Collection<String> sent(String compId);

    /** Whether the orders of a session are cancelled with its connection. */
    boolean cancelsOnDisconnect(String compId);

    void cancelOnDisconnect(String compId, boolean cancels);

    StartingPoints startingPoints();
}
