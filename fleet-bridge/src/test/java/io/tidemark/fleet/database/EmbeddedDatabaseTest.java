package io.tidemark.fleet.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of our own: its settings, its lock, and what a kill leaves behind. */
class EmbeddedDatabaseTest {
    @TempDir
    private Path directory;

    /** Unpacking takes seconds and is the same for all: only the first test pays it. */
    @BeforeEach
    void shareTheBinaries() throws IOException {
        Path shared =
                Files.createDirectories(Path.of("target/postgres-binaries")).toRealPath();
        Files.createSymbolicLink(directory.resolve("binaries"), shared);
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() {
        long began = System.nanoTime();
        try (Database first = Database.embedded(directory)) {
            System.out.printf("first start: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            insert(first, "once");
            assertThat(setting(first, "fsync")).isEqualTo("on");
            assertThat(setting(first, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(first, "full_page_writes")).isEqualTo("on");
        }
        began = System.nanoTime();
        try (Database again = Database.embedded(directory)) {
            System.out.printf("restart: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertThat(accounts(again)).isEqualTo(1);
        }
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void nobodyGetsInWithoutThePasswordAndASecondOpenerIsToldWhoHasIt() {
        try (Database database = Database.embedded(directory)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), "tidemark", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> Database.at(database.url(), "postgres", "guess"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("cannot connect");
            assertThatThrownBy(() -> Database.embedded(directory))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessageContaining("this very process");
        }
    }

    @Test
    void aServerLeftBehindByAKilledProcessIsStoppedAndItsCommitsAreKept() throws Exception {
        Process holder = ChildJvm.start(Holder.class, directory.toString());
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(says.readLine()).isEqualTo("committed");
            assertThatThrownBy(() -> Database.embedded(directory))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessageContaining("process " + holder.pid());
            holder.destroyForcibly().waitFor();
            ProcessHandle leftBehind = postmaster();
            assertThat(leftBehind.isAlive()).isTrue();

            long began = System.nanoTime();
            try (Database database = Database.embedded(directory)) {
                System.out.printf("start over a left-behind one: %d ms%n", (System.nanoTime() - began) / 1_000_000);
                assertThat(postmaster().pid()).isNotEqualTo(leftBehind.pid());
                assertThat(accounts(database)).isEqualTo(1);
            }
        }
    }

    @Test
    void aPortThatSomebodyElseTookMeanwhileIsReplaced() throws IOException {
        Database.embedded(directory).close();
        int port = Integer.parseInt(Files.readString(directory.resolve("port")));
        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            try (Database database = Database.embedded(directory)) {
                assertThat(database.url()).doesNotContain(":" + stranger.getLocalPort() + "/");
            }
        }
    }

    @Test
    void anInitialisationThatWasKilledIsSetAsideAndNotDeleted() throws IOException {
        Files.createDirectories(directory.resolve("data/half"));
        try (Database database = Database.embedded(directory)) {
            assertThat(accounts(database)).isZero();
        }
        assertThat(directory.resolve("unfinished-1/half")).exists();
    }

    @Test
    void whoCannotBeReachedIsNamed() {
        assertThatThrownBy(() -> Database.at("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", "me", "secret"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("127.0.0.1:1/none")
                .hasMessageNotContaining("secret");
    }

    private ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static void insert(Database database, String code) {
        database.inTransaction(transaction -> transaction.update(
                "INSERT INTO account (code, normal_side, may_overdraw) VALUES (?, 'credit', false)", code));
    }

    private static int accounts(Database database) {
        return database.inSnapshot(transaction -> {
            try (var select = transaction.prepare("SELECT count(*) FROM account");
                    var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    private static String setting(Database database, String name) {
        return database.inSnapshot(transaction -> Settings.show(transaction, name));
    }

    /** Starts a server, commits, and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String... arguments) throws InterruptedException {
            insert(Database.embedded(Path.of(arguments[0])), "kept");
            System.out.println("committed");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
