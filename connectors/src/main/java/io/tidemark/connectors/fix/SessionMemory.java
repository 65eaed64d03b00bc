package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.BookFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The little that a restart must know of a session and that is neither in the journal nor in its message store: whether its
 * orders are cancelled with its connection, and how far it had been told when its store was last emptied.
 *
 * <p>Thread-safe; a change is on disk before anything else happens.
 */
final class SessionMemory {
    private final BookFile<Document> file;
    private final Map<String, Line> lines = new TreeMap<>();

    SessionMemory(Path directory) {
        this.file = new BookFile<>(directory, "sessions.json", Document.class);
        file.read().ifPresent(document -> document.sessions().forEach(line -> lines.put(line.compId(), line)));
    }

    private record Line(String compId, boolean cancelOnDisconnect, List<String> sent) {}

    private record Document(List<Line> sessions) {}

    synchronized boolean cancelsOnDisconnect(String compId) {
        return line(compId).cancelOnDisconnect();
    }

    synchronized Collection<String> sent(String compId) {
        return line(compId).sent();
    }

    synchronized void cancelOnDisconnect(String compId, boolean cancels) {
        write(new Line(compId, cancels, line(compId).sent()));
    }

    synchronized void sent(String compId, Collection<String> execIds) {
        write(new Line(compId, line(compId).cancelOnDisconnect(), List.copyOf(execIds)));
    }

    private Line line(String compId) {
        Line line = lines.get(compId);
        return line == null ? new Line(compId, true, List.of()) : line;
    }

    private void write(Line line) {
        if (!line.equals(lines.get(line.compId()))) {
            lines.put(line.compId(), line);
            file.write(new Document(new ArrayList<>(lines.values())));
        }
    }
}
