package io.tidemark.connectors.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {
    private static final FileJournalOptions SMALL = new FileJournalOptions(64 << 10, 1 << 20, Duration.ofNanos(50_000));
    private static final DurableListener NOBODY = new DurableListener() {
        @Override
        public void durable(JournalEntry entry) {}

        @Override
        public void failed(JournalRecord record, Throwable cause) {}
    };

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() {
        append(3);
    }

    @Test
    void aWholeJournalIsToldPoolByPool() {
        assertThat(audit("verify")).isZero();
        assertThat(out.toString())
                .contains("H100X8.ORD1: 3 records, sequence 1 to 3, epoch 1, head ")
                .contains("is whole: records 0 to 2 in 1 segments");
        assertThat(audit("verify", "--journal", data.resolve("journal").toString()))
                .isZero();
    }

    @Test
    void damageIsNamedAndExitsWithOne() throws IOException {
        Path segment = data.resolve("journal/0000000000000000000.journal");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[64 + 112 + 100] ^= 1;
        Files.write(segment, bytes);
        assertThat(audit("verify")).isEqualTo(1);
        assertThat(err.toString())
                .contains("journal corrupted in " + segment + " at byte 176, record 1")
                .contains("first bad sequence 2 of pool H100X8.ORD1");
    }

    @Test
    void headsThatWereHandedOutShowAnOlderCopy() throws IOException {
        Path older = data.resolve("older");
        Files.createDirectories(older);
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, older.resolve(file.getFileName()));
            }
        }
        append(2);
        Path key = data.resolve("operator.pub.pem");
        assertThat(audit("key")).isZero();
        Files.writeString(key, out.toString());
        out.getBuffer().setLength(0);
        assertThat(audit("head")).isZero();
        Path heads = Files.writeString(data.resolve("heads.txt"), out.toString());
        String[] check = {"verify", "--head", heads.toString(), "--public-key", key.toString()};
        assertThat(audit(check)).isZero();
        assertThat(out.toString()).contains("head at sequence 5").contains(": holds");
        assertThat(audit(Stream.concat(Stream.of(check), Stream.of("--journal", older.toString()))
                        .toArray(String[]::new)))
                .isEqualTo(1);
        assertThat(out.toString()).contains("CUT OFF OR ROLLED BACK, first missing sequence 4");
        Files.writeString(heads, Files.readString(heads).replace("sequence=5", "sequence=4"));
        assertThat(audit(check)).isEqualTo(1);
        assertThat(out.toString()).contains("NOT SIGNED");
        Files.writeString(heads, "something else\n");
        assertThat(audit(check)).isEqualTo(2);
        assertThat(err.toString()).contains("not a signed head: 'something else'");
    }

    @Test
    void aSealedJournalIsStillVerifiedAndSealedOnlyWhenNobodyHasIt() {
        try (FileJournal open = FileJournal.open(data.resolve("journal"), SMALL)) {
            assertThat(open.durableOffset()).isEqualTo(3);
            assertThat(audit("verify")).isZero();
            assertThat(out.toString()).contains("It is in use");
            assertThat(seal("--yes")).isEqualTo(1);
            assertThat(err.toString()).contains("in use");
        }
        assertThat(seal()).isZero();
        assertThat(out.toString()).contains("Nothing was done");
        append(1);
        assertThat(seal("--yes")).isZero();
        assertThat(out.toString()).contains("H100X8.ORD1 ended at sequence 4; a new owner begins above epoch 2");
        assertThat(audit("verify")).isZero();
        assertThat(out.toString()).contains("It was sealed at");
        assertThat(seal("--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("was sealed");
    }

    @Test
    void whereThereIsNoJournalNothingIsMade() {
        Path nowhere = data.resolve("nowhere");
        assertThat(audit("verify", "--journal", nowhere.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no journal in " + nowhere);
        assertThat(nowhere).doesNotExist();
    }

    private int audit(String... words) {
        return run(new AuditCommand(), words);
    }

    private int seal(String... words) {
        return run(
                new JournalCommand(),
                Stream.concat(Stream.of("seal"), Stream.of(words)).toArray(String[]::new));
    }

    private int run(Object command, String... words) {
        String[] arguments = Stream.concat(Stream.of(words), Stream.of("--data", data.toString()))
                .toArray(String[]::new);
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void append(int count) {
        try (FileJournal journal = FileJournal.open(data.resolve("journal"), SMALL)) {
            long last = journal.durableSequence("H100X8.ORD1");
            for (long sequence = last + 1; sequence <= last + count; sequence++) {
                journal.append(
                        new JournalRecord("H100X8.ORD1", 1, sequence, sequence, sequence, new byte[] {1, 2, 3}),
                        NOBODY);
            }
        }
    }
}
