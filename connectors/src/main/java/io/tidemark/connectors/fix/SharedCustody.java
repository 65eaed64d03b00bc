package io.tidemark.connectors.fix;

import io.tidemark.exchange.duty.Duties;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions that the doors of all members share out: who has the duty of one has it, and says in its row where he is and that a
 * firm is with him. He takes that back only when he has done what is due when a firm has gone; so if it is still said and
 * nobody has the duty, somebody must do it in his place.
 */
final class SharedCustody implements Custody, AutoCloseable {
    private final SharedTables tables;
    private final Duties duties;
    private final String address;
    private final Map<String, Held> held = new HashMap<>();
    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();
    private long visits;

    private record Held(long epoch, long visit) {}

    SharedCustody(SharedTables tables, Duties duties, String address) {
        this.tables = tables;
        this.duties = duties;
        this.address = address;
    }

    private static String duty(String compId) {
        return "fix " + compId;
    }

    @Override
    public synchronized Taken take(String compId) {
        Duties.Claim claim = duties.claim(duty(compId));
        if (!claim.mine()) {
            return new Taken(
                    Optional.of(tables
                            .query("SELECT address FROM fix.session WHERE comp_id = ?", row -> row.getString(1), compId)
                            .stream()
                            .filter(place -> !place.isEmpty())
                            .findFirst()
                            .orElse("another door")),
                    false);
        }
        // Held before it is written down: if that fails, it is ended like any visit whose firm has gone.
        held.put(compId, new Held(claim.epoch(), ++visits));
        doubtful.remove(compId);
        boolean deserted = tables.query(
                        "SELECT fix.take(?, ?, ?)", row -> row.getBoolean(1), compId, claim.epoch(), address)
                .get(0);
        return new Taken(Optional.empty(), deserted);
    }

    /**
     * Takes a session that nobody has.
     *
     * @return the visit that is to be ended; empty if somebody has the session, this door included
     */
    synchronized OptionalLong takeDeserted(String compId) {
        return !held.containsKey(compId) && take(compId).elsewhere().isEmpty()
                ? OptionalLong.of(visit(compId))
                : OptionalLong.empty();
    }

    @Override
    public synchronized long visit(String compId) {
        Held holding = held.get(compId);
        return holding == null ? 0 : holding.visit();
    }

    @Override
    public synchronized boolean has(String compId) {
        return held.containsKey(compId) && duties.isPresent() && duties.holds(duty(compId));
    }

    @Override
    public void doubt(String compId) {
        doubtful.add(compId);
    }

    /** Sessions that must be hung up, and read again when they are taken. */
    Set<String> doubtful() {
        return Set.copyOf(doubtful);
    }

    @Override
    public synchronized void giveBack(String compId, long visit) {
        Held holding = held.get(compId);
        if (holding != null && holding.visit() == visit) {
            tables.update(
                    "UPDATE fix.session SET connected = false WHERE comp_id = ? AND epoch = ?",
                    compId,
                    holding.epoch());
            duties.release(duty(compId));
            forget(compId);
        }
    }

    /** Gives back what a claim may have taken although nobody heard so. */
    synchronized void giveBackUnheard(Collection<String> compIds) {
        compIds.stream()
                .filter(compId -> !held.containsKey(compId) && duties.holds(duty(compId)))
                .forEach(compId -> duties.release(duty(compId)));
    }

    @Override
    public synchronized long epoch(String compId) {
        Held holding = held.get(compId);
        // No session has been taken with this one.
        return holding == null ? -1 : holding.epoch();
    }

    /** The sessions that this door took and did not give back, each with its visit. */
    synchronized Map<String, Long> held() {
        Map<String, Long> visits = new HashMap<>();
        held.forEach((compId, holding) -> visits.put(compId, holding.visit()));
        return visits;
    }

    /** Whether somebody else may have taken a session from this door, which was not heard of for too long. */
    boolean hasLost(String compId) {
        return duties.isPresent() && !duties.holds(duty(compId));
    }

    /** It is not ours any more. */
    synchronized void forget(String compId) {
        held.remove(compId);
    }

    /** What could not be ended is left for another door to end. */
    @Override
    public synchronized void close() {
        for (String compId : Set.copyOf(held.keySet())) {
            forget(compId);
            duties.release(duty(compId));
        }
    }
}
