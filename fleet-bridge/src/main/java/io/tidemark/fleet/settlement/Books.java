package io.tidemark.fleet.settlement;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.util.function.LongSupplier;

/**
 * The books and how far the journal is in them. It holds nothing in memory: every member of a cluster has one on the same
 * tables, for its clients' money and questions, while {@link Settlement} takes the journal in at one of them.
 */
public final class Books implements JournalConsumer {
    private static final long RESEND_MS = 2_000;

    private final Database database;
    private final Journal journal;
    private final LongSupplier clock;
    private final Ledger ledger;
    private final WalletTransfers wallets;
    private final Reconciliation reconciliation;

    /**
     * The books in a database, beside the journal that they are written from.
     *
     * @param clock epoch milliseconds
     */
    public Books(Database database, Journal journal, LongSupplier clock) {
        this.database = database;
        this.journal = journal;
        this.clock = clock;
        this.ledger = new Ledger(database, clock);
        this.wallets = new WalletTransfers(database, ledger, clock, RESEND_MS);
        this.reconciliation = new Reconciliation(database, ledger);
    }

    public Ledger ledger() {
        return ledger;
    }

    public WalletTransfers wallets() {
        return wallets;
    }

    public Reconciliation reconciliation() {
        return reconciliation;
    }

    /** What is to be done, and what was tried too often, by the usual policy of retries. */
    public Tasks tasks() {
        return tasks(RetryPolicy.DEFAULT);
    }

    Tasks tasks(RetryPolicy policy) {
        return new Tasks(database, clock, policy);
    }

    /**
     * Takes the journal in by hand and without routes, from where the books are: for who measures.
     *
     * @param fills legs of one hour after which a transaction is committed, above zero
     */
    public Ingest ingest(int fills) {
        return new Ingest(database, ledger, wallets, tasks(), journal, fills, point -> {});
    }

    /** How far the journal is in the books. */
    public Position position() {
        return database.inSnapshot(Ingest::positionIn);
    }

    @Override
    public String consumerName() {
        return "settlement";
    }

    /** The record that is taken into the books next; what is before it is in the database. */
    @Override
    public long neededFrom() {
        return position().recordOffset();
    }

    /** Durable journal records that are not in the books yet. New orders are refused before this can matter. */
    public long lagRecords() {
        return Math.max(0, journal.durableOffset() - position().recordOffset());
    }

    Database database() {
        return database;
    }

    Journal journal() {
        return journal;
    }

    LongSupplier clock() {
        return clock;
    }
}
