package io.tidemark.connectors.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.connectors.document.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts outlive the process; keys do not lie about. */
class AccountBookTest {
    @TempDir
    Path directory;

    @Test
    void anAccountIsThereAfterARestartAndItsKeyOpensIt() {
        AccountBook.Created acme = AccountBook.open(Documents.in(directory)).create("acme");
        AccountBook again = AccountBook.open(Documents.in(directory));
        assertThat(again.byKey(acme.key())).contains(acme.account());
        assertThat(again.byName("acme")).contains(acme.account());
        assertThat(again.byKey(acme.key() + "x")).isEmpty();
        assertThat(again.byKey("")).isEmpty();
    }

    @Test
    void numbersBeginAtAHundredAndAreNeverGivenTwice() {
        AccountBook book = AccountBook.open(Documents.in(directory));
        book.operatorKey("first");
        assertThat(book.create("one").account().number()).isEqualTo(100);
        assertThat(AccountBook.open(Documents.in(directory))
                        .create("two")
                        .account()
                        .number())
                .isEqualTo(101);
    }

    @Test
    void noKeyIsStoredOrPrinted() throws IOException {
        AccountBook book = AccountBook.open(Documents.in(directory));
        AccountBook.Created acme = book.create("acme");
        book.createWithKey("demo", "demo-key", Set.of(Scope.VIEW));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(acme.key()).doesNotContain("demo-key");
            }
        }
        assertThat(acme.toString()).doesNotContain(acme.key());
    }

    @Test
    void aFreshKeyReplacesTheOldOneAndNothingElse() {
        AccountBook book = AccountBook.open(Documents.in(directory));
        book.createWithKey("night-shift", "old", Set.of(Scope.VIEW, Scope.OPERATOR));
        Account before = book.byKey("old").orElseThrow();
        String fresh = book.renewKey("night-shift").orElseThrow().key();
        AccountBook again = AccountBook.open(Documents.in(directory));
        assertThat(again.byKey(fresh)).contains(before);
        assertThat(again.byKey("old")).isEmpty();
        assertThat(again.all()).containsExactly(before);
        assertThat(book.renewKey("nobody")).isEmpty();
    }

    @Test
    void aNewOperatorKeyReplacesTheOldOne() {
        AccountBook book = AccountBook.open(Documents.in(directory));
        book.operatorKey("old");
        Account operator = book.operatorKey("new");
        assertThat(operator.number()).isEqualTo(1);
        assertThat(operator.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(book.byKey("old")).isEmpty();
        assertThat(book.all()).containsExactly(operator);
    }

    @Test
    void whatCannotBeIsRefused() {
        AccountBook book = AccountBook.open(Documents.in(directory));
        book.createWithKey("acme", "key", Set.of(Scope.VIEW));
        assertThatThrownBy(() -> book.create("acme")).isInstanceOf(NameTakenException.class);
        assertThatThrownBy(() -> book.create("operator")).isInstanceOf(NameTakenException.class);
        assertThatThrownBy(() -> book.create("Not A Name")).isInstanceOf(MalformedNameException.class);
        assertThatThrownBy(() -> book.createWithKey("other", "key", Set.of(Scope.VIEW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("key'");
        assertThat(book.all()).hasSize(1);
    }

    @Test
    void aBrokenBookIsNotTakenForAnEmptyOne() throws IOException {
        Files.writeString(directory.resolve("accounts.json"), "{\"accounts\":");
        assertThatThrownBy(() -> AccountBook.open(Documents.in(directory))).isInstanceOf(UncheckedIOException.class);
    }
}
