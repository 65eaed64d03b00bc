package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.cluster.PoolLoad;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at every part of the market, and says of each how it is and what to do about it. */
final class MarketHealth implements HealthDesk {
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_SECONDS = 3;

    private final HostedExchange exchange;
    private final Supplier<Part> market;
    private final List<Supplier<Part>> others;
    private final DoorsHealth doors = new DoorsHealth();
    private volatile List<Part> last = List.of();
    private @Nullable CompletableFuture<List<Part>> looking;
    private long lookedAt;

    MarketHealth(HostedExchange exchange, Supplier<Part> market, List<Supplier<Part>> others) {
        this.exchange = exchange;
        this.market = market;
        this.others = List.copyOf(others);
    }

    /** A door that is open from now on, such as {@code REST} at {@code http://127.0.0.1:8080}. */
    void door(String name, String address) {
        door(name, address, Optional::empty);
    }

    /** The same of one that can close by itself; {@code problem} says why it has. */
    void door(String name, String address, Supplier<Optional<String>> problem) {
        doors.open(name, address, problem);
    }

    /** Until this is said the market is not ready, whatever its parts are. */
    void allDoorsAreOpen() {
        doors.allOpen();
    }

    /**
     * Everybody may ask, so the parts are looked at once a second at most. A database that hangs must not make this hang:
     * when a look takes too long, what was known before is told, and that it is.
     */
    @Override
    public List<Part> parts() {
        try {
            List<Part> parts = look(System.nanoTime()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            last = parts;
            return parts;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return asBefore();
        } catch (ExecutionException | TimeoutException silent) {
            return asBefore();
        }
    }

    private synchronized CompletableFuture<List<Part>> look(long now) {
        if (looking == null || (looking.isDone() && now - lookedAt > MEMORY_NANOS)) {
            lookedAt = now;
            looking = CompletableFuture.supplyAsync(this::look, MarketHealth::onItsOwnThread);
        }
        return looking;
    }

    private static void onItsOwnThread(Runnable task) {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        thread.start();
    }

    private List<Part> asBefore() {
        List<Part> parts = new ArrayList<>(last);
        parts.add(new Part(
                "answers",
                Level.DEGRADED,
                "A part does not answer; the others are shown as they were before.",
                "It is most often the database: see whether it runs and its disk has room.",
                Map.of()));
        return parts;
    }

    private List<Part> look() {
        List<Part> parts = new ArrayList<>();
        parts.add(guarded("market", market));
        exchange.pools().forEach(pool -> parts.add(guarded("pool " + pool, () -> pool(pool))));
        parts.add(journal());
        parts.add(ShadowHealth.part(exchange.shadow()));
        others.forEach(part -> parts.add(part.get()));
        parts.add(doors.look());
        return List.copyOf(parts);
    }

    /** A part that cannot even be asked is told like one that is ill. */
    static Part guarded(String name, Supplier<Part> look) {
        try {
            return look.get();
        } catch (RuntimeException failed) {
            return new Part(
                    name,
                    Level.DEGRADED,
                    "It cannot be asked: " + failed.getMessage(),
                    "Look into the log of the program; if the database is away, bring it back: nothing is lost.",
                    Map.of());
        }
    }

    private Part pool(PoolId pool) {
        String name = "pool " + pool;
        Map<String, String> facts = new LinkedHashMap<>();
        PoolLoad load = exchange.load(pool);
        facts.put("sequence", Long.toString(load.durableSequence()));
        facts.put("queued", Integer.toString(load.queued()));
        facts.put("busyRefusals", Long.toString(load.busyRefusals()));
        var stopped = exchange.stoppedPools().get(pool);
        if (stopped != null) {
            return new Part(
                    name,
                    Level.DOWN,
                    "It takes no more commands: " + stopped,
                    "Mend what the log names, then restart: what was acknowledged is in the journal.",
                    facts);
        }
        View.PoolView view = (View.PoolView) exchange.ask(pool, new Query.PoolStatus())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .value();
        facts.put("phase", view.phase().name());
        if (view.phase() == Phase.HALT) {
            return new Part(
                    name,
                    Level.DEGRADED,
                    "Trading is halted; only cancels work.",
                    "When the reason is gone: POST /v1/operator/pools/" + pool + "/resume.",
                    facts);
        }
        View.HouseFundsView house = (View.HouseFundsView) exchange.ask(pool, new Query.HouseFunds())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .value();
        long owed = house.owed().stream().mapToLong(View.OwedView::amount).sum();
        facts.put("operatorUsd", Money.format(house.operatorFree()));
        facts.put("damagesUsd", Money.format(house.damagesFree()));
        facts.put("owedUsd", Money.format(owed));
        if (owed > 0) {
            return new Part(
                    name,
                    Level.DEGRADED,
                    Money.format(owed) + " USD of damages are owed to holders, and there is no money to pay them.",
                    "tidemark funds deposit " + pool + " --account damages --amount " + Money.format(owed)
                            + ": they are paid at once.",
                    facts);
        }
        return Part.ok(
                name,
                "Phase " + view.phase() + ", sequence " + load.durableSequence() + ", " + load.queued() + " queued.",
                facts);
    }

    private Part journal() {
        Journal journal = exchange.journal();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("records", Long.toString(journal.durableOffset()));
        facts.put("pendingBytes", Long.toString(journal.pendingBytes()));
        facts.put("reservedBytes", Long.toString(journal.reservedBytes()));
        return journal.failure()
                .map(failure -> new Part(
                        "journal",
                        Level.DOWN,
                        "It acknowledges nothing any more: " + failure.getMessage(),
                        "Make room on the disk or replace it, then restart: nothing acknowledged is lost.",
                        facts))
                .orElseGet(() -> Part.ok(
                        "journal",
                        journal.durableOffset() + " records durable, " + journal.pendingBytes() + " bytes wait.",
                        facts));
    }
}
