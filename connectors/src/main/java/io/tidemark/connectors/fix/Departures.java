package io.tidemark.connectors.fix;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is done when a firm has gone: its orders are cancelled unless it wants to keep them, and then its session is free. */
final class Departures {
    private final Firms firms;
    private final Keeping keeping;
    private final Custody custody;
    private final Set<Departure> underWay = ConcurrentHashMap.newKeySet();

    private record Departure(String compId, long visit) {}

    Departures(Firms firms, Keeping keeping, Custody custody) {
        this.firms = firms;
        this.keeping = keeping;
        this.custody = custody;
    }

    /**
     * Of the last visit, after everything that the firm has asked for.
     *
     * @param restatement ExecRestatementReason of the cancels
     */
    void of(String compId, int restatement) {
        of(compId, custody.visit(compId), restatement);
    }

    /** Of a visit that may be over since, and another begun: that one goes on. */
    void of(String compId, long visit, int restatement) {
        Departure departure = new Departure(compId, visit);
        OptionalInt why = keeping.cancelsOnDisconnect(compId) ? OptionalInt.of(restatement) : OptionalInt.empty();
        if (underWay.add(departure)) {
            Objects.requireNonNull(firms.inbox(compId))
                    .end(
                            why,
                            () -> custody.has(compId),
                            () -> custody.giveBack(compId, departure.visit()),
                            () -> underWay.remove(departure));
        }
    }
}
