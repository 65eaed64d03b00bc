package io.tidemark.fleet.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {
    @TempDir
    private Path directory;

    private Database from;
    private Database to;

    @BeforeEach
    void open() {
        from = Database.embedded(directory.resolve("from"));
        to = Database.embedded(directory.resolve("to"));
        Ledger ledger = new Ledger(from, System::currentTimeMillis);
        for (int i = 0; i < 20; i++) {
            ledger.deposit(100 + i, 1_000_000L + i, "wire-" + i);
        }
    }

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    @Test
    void theBooksGoOnWhereTheyWereCopiedTo() {
        List<String> tables = new ArrayList<>();
        assertThat(DatabaseCopy.run(from, to, tables::add)).isGreaterThan(40);
        assertThat(tables).contains("transfer", "posting", "account", "fleet_node");
        Ledger ledger = new Ledger(to, System::currentTimeMillis);
        assertThat(ledger.home(119)).isEqualTo(1_000_019);
        assertThat(ledger.sweep().isClean()).isTrue();
        // Numbers go on behind those that were copied.
        ledger.deposit(119, 1, "wire-after");
        assertThat(ledger.home(119)).isEqualTo(1_000_020);
    }

    @Test
    void aCopyThatIsThereIsOnlyComparedAndOtherBooksAreRefused() {
        long rows = DatabaseCopy.run(from, to, table -> {});
        assertThat(DatabaseCopy.run(from, to, table -> {})).isEqualTo(rows);
        new Ledger(to, System::currentTimeMillis).deposit(7, 5, "another");
        assertThatThrownBy(() -> DatabaseCopy.run(from, to, table -> {}))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("other books");
    }
}
