package io.tidemark.connectors.fix;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the sessions that the doors share: ends those whose door is gone, lets go of those that another door has taken,
 * and hears what the other doors have sent.
 */
final class Patrol implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);
    private static final long EVERY_MILLIS = 1_000;

    private final SharedTables tables;
    private final SharedCustody custody;
    private final Firms firms;
    private final Sessions sessions;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "fix-patrol"));

    /** By session, the visit of which no connection was seen in the last round. */
    private Map<String, Long> idle = Map.of();

    private @Nullable ScheduledFuture<?> rounds;

    /**
     * What is done with them.
     *
     * @param exists whether a session has been given to a firm
     * @param isConnected whether a firm is connected to this door
     * @param disconnect hangs up
     * @param ended does what is due when the firm of a visit has gone
     */
    record Sessions(
            Predicate<String> exists,
            Predicate<String> isConnected,
            Consumer<String> disconnect,
            ObjLongConsumer<String> ended) {}

    Patrol(SharedTables tables, SharedCustody custody, Firms firms, Sessions sessions) {
        this.tables = tables;
        this.custody = custody;
        this.firms = firms;
        this.sessions = sessions;
    }

    void start() {
        rounds = thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            custody.held().keySet().stream().filter(custody::hasLost).forEach(this::letGo);
            custody.doubtful().stream().filter(sessions.isConnected()).forEach(sessions.disconnect());
            custody.giveBackUnheard(firms.inboxes().keySet());
            endIdle();
            takeDeserted();
            tables.query("SELECT comp_id, exec_id FROM fix.sent", row -> {
                note(row.getString(1), row.getString(2));
                return true;
            });
        } catch (RuntimeException later) {
            LOG.warn("the FIX sessions of other members cannot be looked after now: {}", later.toString());
        }
    }

    private void note(String compId, String execId) {
        Line line = firms.line(compId);
        if (line != null) {
            ExecId.parse(execId).ifPresent(line.sent()::note);
        }
    }

    private void letGo(String compId) {
        LOG.warn("session {} may be at another door by now: this one was not heard of for too long", compId);
        // First of all: what is due when a firm has gone is not ours to do any more.
        custody.forget(compId);
        sessions.disconnect().accept(compId);
    }

    /** One whose Logon was refused by the session layer, or whose end could not be written down, is idle twice. */
    private void endIdle() {
        Map<String, Long> now = new HashMap<>(custody.held());
        now.keySet().removeIf(sessions.isConnected());
        now.forEach((compId, visit) -> {
            if (visit.equals(idle.get(compId))) {
                sessions.ended().accept(compId, visit);
            }
        });
        idle = now;
    }

    private void takeDeserted() {
        tables.query("SELECT comp_id FROM fix.session WHERE connected", row -> row.getString(1)).stream()
                .filter(sessions.exists())
                .forEach(compId -> custody.takeDeserted(compId).ifPresent(visit -> {
                    LOG.info("the door that session {} was at is gone: this one ends it", compId);
                    sessions.ended().accept(compId, visit);
                }));
    }

    @Override
    public void close() {
        ScheduledFuture<?> begun = rounds;
        if (begun != null) {
            begun.cancel(false);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(EVERY_MILLIS * 10, TimeUnit.MILLISECONDS)) {
                LOG.warn("the patrol of the FIX sessions has not ended");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
