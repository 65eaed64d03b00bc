package io.tidemark.connectors.fix;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.filterchain.IoFilterChainBuilder;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the sockets and the sessions. A session that sees a wrong Logon has already counted it, and one with
 * ResetSeqNumFlag has already reset its owner; so nothing reaches a session before the first message of a connection has
 * shown the right key. Whoever does not is cut off without a word.
 */
final class Gatekeeper implements IoFilterChainBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);
    private static final String ADMITTED = "tidemark.admitted";
    private static final String UNREAD = "tidemark.unread";

    /** A Logon is far shorter than this, and so is every message that we take. */
    private static final int MOST_BEFORE_LOGON = 4_096;

    private static final int MOST_IN_A_MESSAGE = 262_144;

    /**
     * So long after its connection is gone a session takes no other one. QuickFIX/J closes whatever connection the session
     * has when it hears of the end of the last, and may hear of it late.
     */
    private static final Duration GRACE = Duration.ofMillis(300);

    private final LogonCheck check;
    private final Entrance entrance;
    private final Duration silence;
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();

    /** Takes a session for a connection that has shown its key. */
    @FunctionalInterface
    interface Entrance {
        /**
         * Takes it, if no other door has it.
         *
         * @return the door that has it; empty if this one has it now
         */
        Optional<String> take(String compId);
    }

    /** Who holds a session, or held it until a moment ago. */
    private record Hold(IoSession connection, long goneSince) {
        static final long NOT_GONE = Long.MAX_VALUE;

        boolean isOver(long now) {
            return goneSince != NOT_GONE && now - goneSince > GRACE.toNanos();
        }
    }

    Gatekeeper(LogonCheck check, Entrance entrance, Duration silence) {
        this.check = check;
        this.entrance = entrance;
        this.silence = silence;
    }

    @Override
    public void buildFilterChain(IoFilterChain chain) {
        chain.addFirst("tidemark-measure", new Measure());
        // QuickFIX/J has put its codec into the chain by now: behind it, messages are whole.
        chain.addLast("tidemark-logon", new Logon());
    }

    private static boolean isAdmitted(IoSession connection) {
        return connection.containsAttribute(ADMITTED);
    }

    private static void cutOff(IoSession connection, String why) {
        LOG.warn("cut off {}: {}", connection.getRemoteAddress(), why);
        connection.closeNow();
    }

    /** Counts bytes that have not become a message: a length field can promise a message that never ends. */
    private static final class Measure extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter next, IoSession connection, Object bytes) {
            int unread = (Integer) connection.getAttribute(UNREAD, 0) + ((IoBuffer) bytes).remaining();
            if (unread > (isAdmitted(connection) ? MOST_IN_A_MESSAGE : MOST_BEFORE_LOGON)) {
                cutOff(connection, unread + " bytes without a message");
                return;
            }
            connection.setAttribute(UNREAD, unread);
            next.messageReceived(connection, bytes);
        }
    }

    private final class Logon extends IoFilterAdapter {
        @Override
        public void sessionOpened(NextFilter next, IoSession connection) {
            connection.getConfig().setReaderIdleTime(Math.toIntExact(silence.toSeconds()));
            next.sessionOpened(connection);
        }

        @Override
        public void sessionIdle(NextFilter next, IoSession connection, IdleStatus status) {
            if (isAdmitted(connection)) {
                next.sessionIdle(connection, status);
            } else {
                cutOff(connection, "no Logon came");
            }
        }

        @Override
        public void messageReceived(NextFilter next, IoSession connection, Object message) {
            connection.setAttribute(UNREAD, 0);
            if (connection.isClosing()) {
                return;
            }
            boolean isFirst = !isAdmitted(connection);
            Optional<String> objection =
                    isFirst ? check.objection((String) message) : check.laterObjection((String) message);
            if (objection.isPresent()) {
                cutOff(connection, objection.get());
                return;
            }
            if (isFirst && !takes(connection, LogonCheck.sender((String) message))) {
                cutOff(connection, "the session's last connection is still in use, or was a moment ago");
                return;
            }
            if (isFirst && !enters(connection, LogonCheck.sender((String) message))) {
                return;
            }
            if (isFirst) {
                connection.setAttribute(ADMITTED);
                connection.getConfig().setReaderIdleTime(0);
            }
            next.messageReceived(connection, message);
        }

        private boolean takes(IoSession connection, String compId) {
            long now = System.nanoTime();
            Hold held = holds.compute(
                    compId,
                    (id, last) -> last == null || last.isOver(now) ? new Hold(connection, Hold.NOT_GONE) : last);
            return held.connection() == connection;
        }

        private boolean enters(IoSession connection, String compId) {
            try {
                Optional<String> elsewhere = entrance.take(compId);
                elsewhere.ifPresent(place -> {
                    LOG.info("session {} is at {}: {} is told so", compId, place, connection.getRemoteAddress());
                    connection.write(Goodbye.to(compId, place));
                    connection.closeOnFlush();
                });
                return elsewhere.isEmpty();
            } catch (RuntimeException unknown) {
                cutOff(connection, "nobody can say whether another door has the session: " + unknown);
                return false;
            }
        }

        @Override
        public void sessionClosed(NextFilter next, IoSession connection) {
            next.sessionClosed(connection);
            long now = System.nanoTime();
            holds.replaceAll((id, hold) -> hold.connection() == connection ? new Hold(connection, now) : hold);
        }

        @Override
        public void exceptionCaught(NextFilter next, IoSession connection, Throwable cause) {
            if (isAdmitted(connection)) {
                next.exceptionCaught(connection, cause);
            } else {
                cutOff(connection, "not FIX: " + cause.getClass().getSimpleName());
            }
        }
    }
}
