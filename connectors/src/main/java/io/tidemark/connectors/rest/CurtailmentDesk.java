package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Curtailments that one person has declared and that wait for another. They are forgotten after ten minutes of real time,
 * and when the program ends: nothing has happened yet. Thread-safe.
 */
final class CurtailmentDesk {
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<Long, Declared> waiting = new TreeMap<>();
    private long last;

    CurtailmentDesk(Clock clock) {
        this.clock = clock;
        this.last = clock.millis();
    }

    /**
     * What one person wants.
     *
     * @param by who says so
     * @param until when it is forgotten, in real time
     */
    record Declared(long number, PoolId pool, DeliveryWindow hours, long lots, Account by, Instant until) {}

    synchronized Declared declare(PoolId pool, DeliveryWindow hours, long lots, Account by) {
        forget();
        last++;
        Declared declared =
                new Declared(last, pool, hours, lots, by, clock.instant().plus(PATIENCE));
        waiting.put(last, declared);
        return declared;
    }

    /** Those of a pool that wait, the oldest first. */
    synchronized List<Declared> waiting(PoolId pool) {
        forget();
        return waiting.values().stream()
                .filter(declared -> declared.pool().equals(pool))
                .toList();
    }

    synchronized Optional<Declared> find(PoolId pool, long number) {
        forget();
        return Optional.ofNullable(waiting.get(number))
                .filter(declared -> declared.pool().equals(pool));
    }

    /** Takes one off the desk; false if somebody else was quicker. */
    synchronized boolean take(Declared declared) {
        return waiting.remove(declared.number(), declared);
    }

    /** Puts one back that the market has refused: it may be good a little later. */
    synchronized void putBack(Declared declared) {
        waiting.put(declared.number(), declared);
    }

    private void forget() {
        Instant now = clock.instant();
        waiting.values().removeIf(declared -> !declared.until().isAfter(now));
    }
}
