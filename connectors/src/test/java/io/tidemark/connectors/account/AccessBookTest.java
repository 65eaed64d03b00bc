package io.tidemark.connectors.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.connectors.document.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys outlive the process, and what is no key never gets in. */
class AccessBookTest {
    private static final String BLOB = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final String KEY = "ssh-ed25519 " + BLOB + " alice@laptop";

    @TempDir
    Path directory;

    private static TenantAccess key(AccessBook book, String key) {
        return book.change(100, Optional.of(key), Optional.empty());
    }

    @Test
    void aKeyIsThereAfterARestart() throws IOException {
        key(AccessBook.open(Documents.in(directory)), KEY + "\r\n");
        AccessBook again = AccessBook.open(Documents.in(directory));
        assertThat(again.of(100).sshPublicKey()).contains(KEY);
        assertThat(again.of(101)).isEqualTo(TenantAccess.NONE);
        assertThat(Files.getPosixFilePermissions(directory.resolve("access.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theCommentIsOptional() {
        assertThat(key(AccessBook.open(Documents.in(directory)), "ssh-ed25519 " + BLOB)
                        .sshPublicKey())
                .contains("ssh-ed25519 " + BLOB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                BLOB,
                "ssh-dss " + BLOB,
                "ssh-rsa " + BLOB,
                "ssh-ed25519  " + BLOB,
                "ssh-ed25519 not*base64",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgME",
                "ssh-ed25519 " + BLOB + "AAAA",
                KEY + "\n" + KEY,
                "command=\"id\" " + KEY,
                "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret"
            })
    void whatIsNoPublicKeyIsRefusedAndNotRepeated(String text) {
        AccessBook book = AccessBook.open(Documents.in(directory));
        key(book, KEY);
        assertThatThrownBy(() -> key(book, text))
                .isInstanceOf(MalformedAccessException.class)
                .hasMessageNotContaining(text)
                .hasMessageNotContaining("secret");
        assertThat(book.of(100).sshPublicKey()).contains(KEY);
    }

    @Test
    void userDataIsMeasuredInBytes() {
        AccessBook book = AccessBook.open(Documents.in(directory));
        String most = "é".repeat(TenantAccess.MAX_CLOUD_INIT_BYTES / 2);
        assertThat(book.change(100, Optional.empty(), Optional.of(most)).cloudInitBytes())
                .isEqualTo(TenantAccess.MAX_CLOUD_INIT_BYTES);
        assertThatThrownBy(() -> book.change(100, Optional.empty(), Optional.of(most + "x")))
                .isInstanceOf(MalformedAccessException.class)
                .hasMessageContaining("16385");
        assertThat(book.of(100).toString()).doesNotContain("é");
    }

    @Test
    void aBrokenBookIsNotTakenForAnEmptyOne() throws IOException {
        Files.writeString(directory.resolve("access.json"), "{\"access\":");
        assertThatThrownBy(() -> AccessBook.open(Documents.in(directory))).isInstanceOf(UncheckedIOException.class);
    }
}
