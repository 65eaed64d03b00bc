package io.tidemark.connectors.fix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;

/**
 * What is to be sent to one session. While it is logged off, reports wait here without a sequence number; so a firm that
 * logs on with a reset misses nothing. Only when very many wait do they go into the store.
 *
 * <p>For the thread that sends.
 */
final class Line {
    private final SessionID id;
    private final Sent sent;
    private final int mostWaiting;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Optional<ExecId> id, Message message) {}

    /** A line; {@code mostWaiting} reports wait for a firm that is away, and more go into its store. */
    Line(SessionID id, Sent sent, int mostWaiting) {
        this.id = id;
        this.sent = sent;
        this.mostWaiting = mostWaiting;
    }

    String compId() {
        return id.getTargetCompID();
    }

    Sent sent() {
        return sent;
    }

    /** A report, unless it was sent before. */
    void add(ExecId id, Message report) {
        if (!sent.has(id)) {
            waiting.add(new Waiting(Optional.of(id), report));
        }
    }

    /** The reports that wait, to be kept. */
    List<StartingPoint.Owed> owed() {
        return waiting.stream()
                .flatMap(each -> each.id().map(execId -> StartingPoint.Owed.of(execId, each.message())).stream())
                .toList();
    }

    /** An answer that is made once: who has hung up will ask again. */
    void add(Message answer) {
        Session session = Session.lookupSession(id);
        if (session != null && isThere(session)) {
            waiting.add(new Waiting(Optional.empty(), answer));
        }
    }

    void flush() {
        // Another door may have sent them.
        while (!waiting.isEmpty() && waiting.peek().id().filter(sent::has).isPresent()) {
            waiting.remove();
        }
        Session session = Session.lookupSession(id);
        if (session == null) {
            return;
        }
        for (Waiting next = waiting.peek(); next != null && maySend(session); next = waiting.peek()) {
            session.send(next.message());
            if (next.id().isPresent() && !sent.has(next.id().get())) {
                // It could not be stored, and what is not stored is not sent: the disk may have room again later.
                return;
            }
            waiting.remove();
        }
    }

    /** A session that loses its connection says for a moment that it is logged on still. */
    private static boolean isThere(Session session) {
        return session.isLoggedOn() && session.hasResponder();
    }

    private boolean maySend(Session session) {
        return isThere(session) || waiting.size() > mostWaiting;
    }
}
