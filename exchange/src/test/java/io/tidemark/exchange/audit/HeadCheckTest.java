package io.tidemark.exchange.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.audit.HeadCheck.Finding;
import io.tidemark.exchange.audit.HeadCheck.Outcome;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chain alone cannot show, a head that somebody has kept does. */
class HeadCheckTest {
    private static final String POOL = "B200X8.PRN1";
    private static final String RACKS = "GB200R64.HYP1";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final FileJournalOptions SMALL = new FileJournalOptions(4096, 1 << 20, Duration.ofNanos(50_000));

    @TempDir
    Path home;

    private Path journal;
    private HeadKey key;
    private final List<SignedHead> kept = new ArrayList<>();

    @BeforeEach
    void writeAndSignTwice() {
        journal = home.resolve("journal");
        key = HeadKey.openOrCreate(home.resolve("keys"));
        append(journal, 30, "first");
        sign();
        append(journal, 30, "then");
        sign();
    }

    @Test
    void aJournalThatOnlyGrewHolds() {
        append(journal, 10, "later");
        assertThat(check(journal, publicKey()))
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.HOLDS));
    }

    @Test
    void anOlderCopyIsWholeInItselfAndStillFound() throws IOException {
        Path older = copy(journal, home.resolve("older"));
        append(journal, 10, "later");
        sign();
        assertThat(VerifiedJournal.of(older, (entry, head) -> {}).nextOffset()).isEqualTo(120);
        assertThat(bad(check(older, publicKey()))).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.CUT_OFF);
            assertThat(finding.firstBad()).as("the first that is missing").hasValue(61);
        });
    }

    @Test
    void aPoolThatIsGoneIsFound() {
        Path other = home.resolve("other");
        append(other, 5, "first");
        SignedHead foreign = key.sign(kept.get(0).head(), NOON);
        kept.clear();
        kept.add(SignedHead.parse(foreign.toString().replace(POOL, "GONE.PRN1")));
        assertThat(check(other, publicKey()).get(0).outcome()).isEqualTo(Outcome.NOT_SIGNED);
        kept.set(0, key.sign(new PoolHead("GONE.PRN1", 1, 7, foreign.head().chain()), NOON));
        Finding gone = check(other, publicKey()).get(0);
        assertThat(gone.outcome()).isEqualTo(Outcome.CUT_OFF);
        assertThat(gone.firstBad()).hasValue(1);
    }

    @Test
    void aHistoryThatWasWrittenAnewIsFoundBehindTheLastHeadThatHolds() {
        Path anew = home.resolve("anew");
        append(anew, 30, "first");
        append(anew, 45, "forged");
        assertThat(VerifiedJournal.of(anew, (entry, head) -> {}).nextOffset()).isEqualTo(150);
        List<Finding> findings = check(anew, publicKey());
        assertThat(findings.stream().map(Finding::outcome))
                .containsExactly(Outcome.HOLDS, Outcome.REWRITTEN, Outcome.HOLDS, Outcome.REWRITTEN);
        assertThat(findings.get(1).firstBad()).hasValue(31);
    }

    @Test
    void aHeadOlderThanWhatIsKeptProvesNothingAndHarmsNothing() {
        append(journal, 40, "later");
        try (FileJournal open = FileJournal.open(journal, SMALL)) {
            open.release(open.durableOffset());
            assertThat(open.firstOffset()).isGreaterThan(120);
        }
        sign();
        assertThat(check(journal, publicKey()).stream().map(Finding::outcome))
                .containsExactly(
                        Outcome.RELEASED,
                        Outcome.RELEASED,
                        Outcome.HOLDS,
                        Outcome.RELEASED,
                        Outcome.RELEASED,
                        Outcome.HOLDS);
        assertThat(bad(check(journal, publicKey()))).isEmpty();
    }

    @Test
    void aHeadThatWasChangedOrSignedByAnotherIsNotSigned() {
        SignedHead first = kept.get(0);
        String line = first.toString();
        assertThat(SignedHead.parse(line)).isEqualTo(first);
        assertThat(first.isSignedBy(publicKey())).isTrue();
        for (String changed : List.of(
                line.replace("sequence=30", "sequence=31"),
                line.replace("epoch=1", "epoch=2"),
                line.replace("T12:", "T13:"),
                line.replace("pool=B", "pool=C"),
                line.replace("key=", "key=0").replaceFirst("(key=0.{15}).", "$1"))) {
            assertThat(changed).isNotEqualTo(line);
            assertThat(SignedHead.parse(changed).isSignedBy(publicKey()))
                    .as(changed)
                    .isFalse();
        }
        PublicKey another = HeadKey.publicKey(HeadKey.publicFile(keyOf("another")));
        assertThat(bad(check(journal, another)))
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.NOT_SIGNED));
        assertThatThrownBy(() -> SignedHead.parse(line + " "))
                .isInstanceOf(MalformedHeadException.class)
                .hasMessageContaining("tidemark audit head");
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAloneAndNobodyElsesIsUsed() throws IOException {
        Path keys = home.resolve("keys");
        Path file = keys.resolve("head-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(HeadKey.openOrCreate(keys).fingerprint()).isEqualTo(key.fingerprint());
        assertThat(Files.readString(HeadKey.publicFile(keys))).isEqualTo(key.publicPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> HeadKey.openOrCreate(keys))
                .isInstanceOf(HeadKeyException.class)
                .hasMessageContaining("chmod 600");
        Files.delete(file);
        assertThatThrownBy(() -> HeadKey.openOrCreate(keys)).hasMessageContaining("half a key");
        assertThatThrownBy(() -> HeadKey.publicKey(home.resolve("none")))
                .isInstanceOf(HeadKeyException.class)
                .hasMessageContaining("none");
    }

    private Path keyOf(String name) {
        Path keys = home.resolve(name);
        HeadKey.openOrCreate(keys);
        return keys;
    }

    private PublicKey publicKey() {
        return HeadKey.publicKey(HeadKey.publicFile(home.resolve("keys")));
    }

    private void sign() {
        VerifiedJournal.of(journal, (entry, head) -> {}).pools().forEach(pool -> kept.add(key.sign(pool.head(), NOON)));
    }

    private List<Finding> check(Path directory, PublicKey by) {
        HeadCheck check = new HeadCheck(kept, by);
        VerifiedJournal.of(directory, check);
        return check.findings();
    }

    private static List<Finding> bad(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.outcome().isBad()).toList();
    }

    /** As many records for each of two pools; the same text makes the same history. */
    private static void append(Path directory, int count, String text) {
        try (FileJournal open = FileJournal.open(directory, SMALL)) {
            for (int i = 0; i < count; i++) {
                for (String pool : List.of(POOL, RACKS)) {
                    CompletableFuture<JournalEntry> durable = new CompletableFuture<>();
                    long sequence = open.durableSequence(pool) + 1;
                    open.append(
                            new JournalRecord(
                                    pool,
                                    1,
                                    sequence,
                                    sequence,
                                    sequence,
                                    text.repeat(3).getBytes(StandardCharsets.US_ASCII)),
                            new DurableListener() {
                                @Override
                                public void durable(JournalEntry entry) {
                                    durable.complete(entry);
                                }

                                @Override
                                public void failed(JournalRecord record, Throwable cause) {
                                    durable.completeExceptionally(cause);
                                }
                            });
                    durable.join();
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
