package io.tidemark.connectors.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.connectors.document.Documents;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionBookTest {
    @TempDir
    private Path directory;

    @Test
    void aSessionKeepsItsAccountOverARestart() {
        SessionBook book = SessionBook.open(Documents.in(directory));
        book.give("FIRM", 100);
        book.give("FIRM", 100);
        book.give("ACME", 101);
        SessionBook again = SessionBook.open(Documents.in(directory));
        assertThat(again.compIds()).containsExactly("ACME", "FIRM");
        assertThat(again.accountOf("FIRM")).contains(100L);
        assertThat(again.accountOf("NOBODY")).isEmpty();
        assertThatThrownBy(() -> again.give("FIRM", 101)).isInstanceOf(NameTakenException.class);
        assertThat(again.accountOf("FIRM")).contains(100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "firm", "A:B", "../FIRM", "1FIRM", "ABCDEFGHIJKLMNOPQ"})
    void aCompIdIsAlsoAFileNameAndThePartOfAnId(String compId) {
        SessionBook book = SessionBook.open(Documents.in(directory));
        assertThatThrownBy(() -> book.give(compId, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThat(book.compIds()).isEmpty();
    }
}
