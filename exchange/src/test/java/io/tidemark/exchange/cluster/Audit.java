package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads the whole journal again and holds it against what customers were told and against the pools as they live. */
final class Audit {
    private static final int MOVES = 5;

    private final Map<String, PoolEngine> engines = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Map<Long, LoggedCommand>> commands = new HashMap<>();
    private final Map<String, Set<Long>> orders = new HashMap<>();

    private final Journal journal;

    private Audit(Journal journal) {
        this.journal = journal;
    }

    static Audit of(Journal journal) {
        Audit audit = new Audit(journal);
        journal.recover(audit::read);
        return audit;
    }

    private void read(JournalRecord batch) {
        long before = epochs.getOrDefault(batch.pool(), 0L);
        assertThat(batch.epoch()).as("epochs of %s never fall", batch.pool()).isGreaterThanOrEqualTo(before);
        epochs.put(batch.pool(), batch.epoch());
        PoolEngine engine = engines.computeIfAbsent(batch.pool(), name -> new PoolEngine(PoolId.parse(name)));
        List<LoggedCommand> logged = PoolLog.decode(batch);
        if (batch.epoch() > before) {
            assertThat(logged.get(0).command())
                    .as("the first thing that an owner of %s writes", batch.pool())
                    .isInstanceOf(Command.Tick.class);
        }
        long time = engine.time();
        for (LoggedCommand each : logged) {
            Outcome outcome = engine.apply(each.time(), each.draw(), each.command());
            assertThat(new LoggedCommand(
                            outcome.sequence(),
                            outcome.time(),
                            each.draw(),
                            each.command(),
                            outcome.reply(),
                            outcome.events()))
                    .isEqualTo(each);
            note(batch.pool(), each);
        }
        assertThat(batch.time()).as("market time of %s", batch).isGreaterThanOrEqualTo(time);
    }

    private void note(String pool, LoggedCommand logged) {
        commands.computeIfAbsent(pool, none -> new HashMap<>()).put(logged.sequence(), logged);
        if (logged.command() instanceof Command.SubmitOrder order
                && logged.reply() instanceof Reply.Accepted accepted) {
            orders.computeIfAbsent(order.clientOrderId(), none -> new HashSet<>())
                    .add(accepted.orderId());
        }
    }

    /** Everything that was said is in the journal where it was said to be, and nothing was done twice. */
    Audit holds(Collection<Ack> acks) {
        assertThat(acks).isNotEmpty();
        for (Ack ack : acks) {
            LoggedCommand there = commands.getOrDefault(ack.pool(), Map.of()).get(ack.sequence());
            if (there == null) {
                throw new AssertionError(ack + " is lost");
            }
            assertThat(((Command.SubmitOrder) there.command()).clientOrderId()).isEqualTo(ack.clientOrderId());
            assertThat(((Reply.Accepted) there.reply()).orderId()).isEqualTo(ack.orderId());
        }
        assertThat(orders)
                .allSatisfy((id, numbers) -> assertThat(numbers)
                        .as("orders of client order id %s", id)
                        .hasSize(1));
        return this;
    }

    /**
     * The pools as they live are what the journal makes of them. A pool that moves to another member meanwhile writes its
     * first command there: who is ahead of what was read is held against the journal once more.
     */
    void agreesWith(Exchange exchange) {
        Audit read = this;
        for (int i = 0; i < MOVES && !read.isAsLateAs(exchange); i++) {
            read = of(journal);
        }
        read.engines.forEach((pool, engine) -> {
            for (Query query :
                    List.of(new Query.Book(), new Query.Wallets(), new Query.Balance(), new Query.OpenOrders())) {
                Exchange.Answer<?> live = ask(exchange, pool, query);
                assertThat(live.sequence()).as(pool).isEqualTo(engine.sequence());
                assertThat(live.value()).as(pool).isEqualTo(engine.answer(query));
            }
        });
    }

    private boolean isAsLateAs(Exchange exchange) {
        return engines.entrySet().stream()
                .allMatch(pool ->
                        ask(exchange, pool.getKey(), new Query.Balance()).sequence()
                                == pool.getValue().sequence());
    }

    private static Exchange.Answer<?> ask(Exchange exchange, String pool, Query query) {
        return exchange.ask(PoolId.parse(pool), query)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    long epoch(PoolId pool) {
        return epochs.getOrDefault(pool.toString(), 0L);
    }

    long commands() {
        return engines.values().stream().mapToLong(PoolEngine::sequence).sum();
    }
}
