package io.tidemark.connectors.fix;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of the door: what is to be sent to each, and what each asked for. Some come while the door is open. */
final class Firms {
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

    void add(String compId, Line line) {
        lines.put(compId, line);
    }

    void add(String compId, Inbox inbox) {
        inboxes.put(compId, inbox);
    }

    @Nullable Line line(String compId) {
        return lines.get(compId);
    }

    @Nullable Inbox inbox(String compId) {
        return inboxes.get(compId);
    }

    List<Line> lines() {
        return List.copyOf(lines.values());
    }

    Map<String, Inbox> inboxes() {
        return Map.copyOf(inboxes);
    }
}
