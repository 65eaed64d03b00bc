package io.tidemark.connectors.fix;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a session has been told: the last execution report of each pool that is in its message store. Thread-safe. */
final class Sent {
    private static final Pattern EXEC_ID = Pattern.compile("\u0001(?:17|1472)=([^\u0001]*)\u0001");

    private final Map<String, ExecId> last = new TreeMap<>();

    Sent(Collection<String> execIds) {
        execIds.forEach(text -> ExecId.parse(text).ifPresent(this::note));
    }

    /** The id in a message, if it is an execution report, or a News, that the journal gave. */
    static Optional<ExecId> execId(String message) {
        Matcher matcher = EXEC_ID.matcher(message);
        return matcher.find() ? ExecId.parse(matcher.group(1)) : Optional.empty();
    }

    synchronized void note(ExecId id) {
        last.merge(id.pool(), id, (old, fresh) -> fresh.reaches(old) ? fresh : old);
    }

    synchronized boolean has(ExecId id) {
        ExecId reached = last.get(id.pool());
        return reached != null && reached.reaches(id);
    }

    synchronized boolean knows(String pool) {
        return last.containsKey(pool);
    }

    /** The ids, to be kept. */
    synchronized Collection<String> execIds() {
        return last.values().stream().map(ExecId::toString).toList();
    }
}
