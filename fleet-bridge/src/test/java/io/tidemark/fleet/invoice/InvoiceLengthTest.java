package io.tidemark.fleet.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.Ledger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An invoice is read whole or not at all, and says whether anything can still be added to it. */
class InvoiceLengthTest {
    private static final long ACCOUNT = 100;
    private static final long NOW = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        ledger = new Ledger(database, clock::get);
        for (int i = 0; i < 4; i++) {
            clock.set(i);
            ledger.deposit(ACCOUNT, 100 + i, "d" + i);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void asManyLinesAsMayBeAreReadAndOneMoreIsRefused() {
        Invoices invoices = new Invoices(database, 3);
        assertThat(invoices.read(ACCOUNT, 1, 4, NOW).items()).hasSize(3);
        assertThatThrownBy(() -> invoices.read(ACCOUNT, 0, 4, NOW))
                .isInstanceOf(TooManyItemsException.class)
                .hasMessage("more than 3 lines");
    }

    @Test
    void theFirstInstantBelongsToThePeriodAndTheLastDoesNot() {
        Invoice invoice = new Invoices(database).read(ACCOUNT, 1, 3, NOW);
        assertThat(invoice.items()).extracting(Invoice.Item::amount).containsExactly(101L, 102L);
        assertThat(invoice.opening().home()).isEqualTo(100);
        assertThat(invoice.closing().home()).isEqualTo(303);
    }

    @Test
    void whoNeverHadAnythingHasAnEmptyInvoice() {
        Invoice invoice = new Invoices(database).read(ACCOUNT + 1, 0, 4, NOW);
        assertThat(invoice.items()).isEmpty();
        assertThat(invoice.opening().total()).isZero();
        assertThat(invoice.closing().total()).isZero();
    }

    @Test
    void itIsCompleteOnceItsPeriodIsOverAndEveryPoolHasSpokenOfLater() {
        Invoices invoices = new Invoices(database);
        assertThat(invoices.read(ACCOUNT, 0, NOW, NOW - 1).complete()).isFalse();
        assertThat(invoices.read(ACCOUNT, 0, NOW, NOW + 59_999).complete()).isFalse();
        assertThat(invoices.read(ACCOUNT, 0, NOW, NOW + 60_000).complete()).isTrue();
        database.inTransaction(transaction -> transaction.update(
                "INSERT INTO pool_position (pool, sequence, time) VALUES ('B200X8.PRN1', 7, ?)", NOW - 1));
        assertThat(invoices.read(ACCOUNT, 0, NOW, NOW + 60_000).complete()).isFalse();
        database.inTransaction(transaction -> transaction.update("UPDATE pool_position SET time = ?", NOW));
        assertThat(invoices.read(ACCOUNT, 0, NOW, NOW + 60_000).complete()).isTrue();
    }
}
