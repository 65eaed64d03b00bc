package io.tidemark.connectors.fix;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions this door has, of those that a firm may use at one door at a time. Thread-safe. */
interface Custody {
    /**
     * What came of a logon.
     *
     * @param elsewhere the door that has the session; empty if this one has it now
     * @param deserted whether the last door that had it left without doing what it does when a firm has gone
     */
    record Taken(Optional<String> elsewhere, boolean deserted) {}

    /**
     * Takes a session for a connection.
     *
     * @throws RuntimeException if nobody can be asked
     */
    Taken take(String compId);

    /** Which taking was the last, so that a late end of one visit is not taken for that of the next. */
    long visit(String compId);

    /** Whether this door has the session for sure. */
    boolean has(String compId);

    /** What was to be written of the session was refused, or nobody knows: it cannot go on as it is. */
    void doubt(String compId);

    /** Leaves the session to any door, unless it has been taken again since. */
    void giveBack(String compId, long visit);

    /** What a write carries; one that carries less than the last that took the session is refused. */
    long epoch(String compId);

    /** Of a door that has all sessions to itself. */
    static Custody alone() {
        return new Custody() {
            private final Map<String, Long> visits = new ConcurrentHashMap<>();

            @Override
            public Taken take(String compId) {
                visits.merge(compId, 1L, Long::sum);
                return new Taken(Optional.empty(), false);
            }

            @Override
            public long visit(String compId) {
                return visits.getOrDefault(compId, 0L);
            }

            @Override
            public boolean has(String compId) {
                return true;
            }

            @Override
            public void doubt(String compId) {
                // What is written to a file of one's own is not in doubt.
            }

            @Override
            public void giveBack(String compId, long visit) {
                // Nobody else wants it.
            }

            @Override
            public long epoch(String compId) {
                return 0;
            }
        };
    }
}
