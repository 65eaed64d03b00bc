package io.tidemark.fleet.settlement;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.BalanceView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A real engine whose log is a real journal; opened again, it is replayed to where it was. */
final class JournaledMarket implements AutoCloseable {
    static final long ACCOUNTS = 5;
    static final long FIRST_ACCOUNT = 100;

    final PoolId pool;
    final PoolEngine engine;
    final FileJournal journal;
    private final List<LoggedCommand> waiting = new ArrayList<>();

    JournaledMarket(PoolId pool, Path directory) {
        this(pool, FileJournal.open(directory, new FileJournalOptions(1 << 20, 64 << 20, Duration.ZERO)));
    }

    /** One more pool in a journal. */
    JournaledMarket(PoolId pool, FileJournal journal) {
        this.pool = pool;
        this.engine = new PoolEngine(pool);
        this.journal = journal;
        journal.recover(each -> {
            if (each.pool().equals(pool.toString())) {
                PoolLog.decode(each).forEach(logged -> engine.apply(logged.time(), logged.draw(), logged.command()));
            }
        });
    }

    /** Applies a command; it is in the journal after {@link #commit()}. */
    LoggedCommand apply(long time, long draw, Command command) {
        PoolEngine.Outcome outcome = engine.apply(time, draw, command);
        LoggedCommand logged =
                new LoggedCommand(outcome.sequence(), outcome.time(), draw, command, outcome.reply(), outcome.events());
        waiting.add(logged);
        return logged;
    }

    /** Applies a command and waits until it is durable, as an exchange does before it answers. */
    synchronized Reply submit(Command command) {
        Reply reply = apply(engine.time(), 0, command).reply();
        commit();
        return reply;
    }

    /** Puts what was applied into one record and waits until it is durable; gives the record's commands. */
    List<LoggedCommand> commit() {
        List<LoggedCommand> commands = List.copyOf(waiting);
        waiting.clear();
        if (commands.isEmpty()) {
            return commands;
        }
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        LoggedCommand last = commands.get(commands.size() - 1);
        journal.append(
                new JournalRecord(
                        pool.toString(),
                        1,
                        commands.get(0).sequence(),
                        last.sequence(),
                        last.time(),
                        PoolLog.encode(commands)),
                new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        durable.complete(true);
                    }

                    @Override
                    public void failed(JournalRecord failed, Throwable cause) {
                        durable.completeExceptionally(cause);
                    }
                });
        durable.join();
        return commands;
    }

    /** Every wallet there can be. */
    List<AccountView> wallets() {
        return LongStream.concat(
                        LongStream.of(Clearing.OPERATOR, Clearing.DAMAGES),
                        LongStream.range(FIRST_ACCOUNT, FIRST_ACCOUNT + ACCOUNTS))
                .mapToObj(account -> engine.answer(new Query.AccountOf(account)))
                .filter(AccountView.class::isInstance)
                .map(AccountView.class::cast)
                .toList();
    }

    long fees() {
        return ((BalanceView) engine.answer(new Query.Balance())).fees();
    }

    @Override
    public void close() {
        journal.close();
    }
}
