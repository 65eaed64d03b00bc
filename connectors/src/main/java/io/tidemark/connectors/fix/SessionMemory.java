package io.tidemark.connectors.fix;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The little that a restart must know of a session and that is neither in the journal nor in its message store: whether its
 * orders are cancelled with its connection, and how far it had been told when its store was last emptied.
 *
 * <p>Thread-safe; a change is on disk before anything else happens.
 */
final class SessionMemory {
    private final Document<Sessions> document;

    SessionMemory(Path directory) {
        this.document = Documents.in(directory).document("sessions", Sessions.class);
    }

    private record Line(String compId, boolean cancelOnDisconnect, List<String> sent) {}

    private record Sessions(List<Line> sessions) {}

    boolean cancelsOnDisconnect(String compId) {
        return line(document.read(), compId).cancelOnDisconnect();
    }

    Collection<String> sent(String compId) {
        return line(document.read(), compId).sent();
    }

    void cancelOnDisconnect(String compId, boolean cancels) {
        change(compId, line -> new Line(compId, cancels, line.sent()));
    }

    void sent(String compId, Collection<String> execIds) {
        change(compId, line -> new Line(compId, line.cancelOnDisconnect(), List.copyOf(execIds)));
    }

    private void change(String compId, UnaryOperator<Line> change) {
        document.change(sessions -> {
            Map<String, Line> lines = lines(sessions);
            Line before = line(sessions, compId);
            Line after = change.apply(before);
            if (!after.equals(before)) {
                lines.put(compId, after);
            }
            return new Sessions(List.copyOf(lines.values()));
        });
    }

    private static Line line(Optional<Sessions> sessions, String compId) {
        return lines(sessions).getOrDefault(compId, new Line(compId, true, List.of()));
    }

    private static Map<String, Line> lines(Optional<Sessions> sessions) {
        Map<String, Line> lines = new TreeMap<>();
        sessions.ifPresent(known -> known.sessions().forEach(line -> lines.put(line.compId(), line)));
        return lines;
    }
}
