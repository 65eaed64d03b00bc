package io.tidemark.exchange.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.JournalCorruptedException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.Recorded;
import io.tidemark.exchange.journal.RecordsReleasedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an appender and a reader may rely on. */
class AppendTest {
    private static final String A = "B200X8.PRN1";
    private static final String B = "H100X8.ORD1";

    private final String url = TestServer.shared().newDatabase();
    private final Member member = new Member(TestServer.open(url), "one");
    private final Recorded heard = new Recorded();

    @AfterEach
    void leave() {
        member.close();
    }

    @Test
    void recordsComeBackAsTheyWereInTheOrderOfAppending() {
        member.takeOver(A);
        member.takeOver(B);
        List<JournalRecord> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            written.add(member.append(i % 3 == 0 ? A : B, heard, i * 7));
        }
        heard.await(300);
        assertThat(heard.durableRecords()).isEqualTo(written);
        assertThat(heard.durable().stream().map(JournalEntry::offset))
                .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
        assertThat(Member.all(member.journal())).isEqualTo(heard.durable());
        assertThat(Member.all(member.journal().read(B, 10)))
                .isEqualTo(heard.durable().stream()
                        .filter(entry ->
                                entry.offset() >= 10 && entry.record().pool().equals(B))
                        .toList());
        assertThat(member.journal().durableOffset()).isEqualTo(300);
        assertThat(member.journal().pendingBytes()).isZero();
    }

    @Test
    void poolsAreNamedOnceTheyHaveARecordAlsoWhenItIsNotKept() {
        member.takeOver(A);
        member.takeOver(B);
        member.append(B, heard, 1);
        heard.await(1);
        assertThat(member.journal().pools()).containsExactly(B);
        member.journal().release(1);
        assertThat(member.journal().firstOffset()).isEqualTo(1);
        assertThat(member.journal().pools()).containsExactly(B);
    }

    @Test
    void whatIsAcknowledgedCanBeReadAtOnce() {
        member.takeOver(A);
        List<JournalEntry> seen = new ArrayList<>();
        try (JournalReader reader = member.journal().read(0)) {
            assertThat(reader.next()).isEmpty();
            for (int i = 0; i < 50; i++) {
                member.append(A, new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        assertThat(member.journal().durableSequence(A))
                                .isGreaterThanOrEqualTo(entry.record().lastSequence());
                        seen.add(reader.next().orElseThrow());
                        heard.durable(entry);
                    }

                    @Override
                    public void failed(JournalRecord record, Throwable cause) {
                        heard.failed(record, cause);
                    }
                });
            }
            assertThat(heard.await(50).durable()).isEqualTo(seen);
        }
    }

    @Test
    void headsAreThoseOfTheLastRecordAlsoForOtherMembers() {
        long epoch = member.takeOver(A);
        assertThat(member.journal().head(A)).isEmpty();
        member.append(A, heard);
        PoolHead head = head(member, heard.await(1));
        assertThat(head.epoch()).isEqualTo(epoch);
        assertThat(head.sequence()).isEqualTo(1);
        try (Member other = new Member(TestServer.open(url), "two")) {
            assertThat(other.journal().head(A)).contains(head);
            assertThat(other.journal().durableSequence(A)).isEqualTo(1);
            assertThat(other.journal().head(B)).isEmpty();
            PoolHead taken = other.journal().takeOver(A);
            assertThat(taken).isEqualTo(new PoolHead(A, epoch + 1, 1, head.chain()));
            assertThat(other.journal().head(A)).contains(head);
        }
    }

    private static PoolHead head(Member member, Recorded afterAll) {
        assertThat(afterAll.failed()).isEmpty();
        return member.journal().head(A).orElseThrow();
    }

    @Test
    void whatDoesNotFollowIsRefusedAndLeavesThePoolAsItWas() {
        PostgresJournal journal = member.journal();
        assertThatThrownBy(() -> journal.append(new JournalRecord(A, 1, 1, 1, 1, new byte[1]), heard))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not taken over by this member");
        long epoch = member.takeOver(A);
        member.append(A, heard);
        assertThatThrownBy(() -> journal.append(new JournalRecord(A, epoch, 3, 3, 1, new byte[1]), heard))
                .hasMessageContaining("2 must be next");
        assertThatThrownBy(() -> journal.append(new JournalRecord(A, epoch - 1, 2, 2, 1, new byte[1]), heard))
                .hasMessageContaining("former owner");
        assertThatThrownBy(() -> journal.append(new JournalRecord(A, epoch + 1, 2, 2, 1, new byte[1]), heard))
                .hasMessageContaining("was not taken over by this member");
        assertThatThrownBy(() -> journal.append(
                        new JournalRecord(A, epoch, 2, 2, 1, new byte[journal.maxPayloadBytes() + 1]), heard))
                .hasMessageContaining("a payload may have");
        member.append(A, heard);
        assertThat(heard.await(2).durable()).hasSize(2);
    }

    @Test
    void aRecordOfManyMegabytesFits() {
        member.takeOver(A);
        JournalRecord large = member.append(A, heard, 24 << 20);
        JournalRecord small = member.append(A, heard);
        assertThat(heard.await(2).durableRecords()).containsExactly(large, small);
        assertThat(Member.all(member.journal())).isEqualTo(heard.durable());
    }

    @Test
    void aDamagedRecordIsNamedAndNeverPassedOver() {
        write(20);
        TestServer.run(url, "UPDATE journal.record SET payload = set_byte(payload, 3, 77) WHERE \"offset\" = 12");
        assertThatThrownBy(() -> Member.all(member.journal()))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("record 12: pool " + A + " sequence 13 to 13 does not follow");
        assertThatThrownBy(() -> Member.all(member.journal().read(A, 12))).hasMessageContaining("chain is broken");
        assertThat(Member.all(member.journal().read(13))).hasSize(7);
    }

    @Test
    void aMissingRecordIsNamed() {
        write(20);
        TestServer.run(url, "DELETE FROM journal.record WHERE \"offset\" = 12");
        assertThatThrownBy(() -> Member.all(member.journal()))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("record 12: it is missing");
        assertThatThrownBy(() -> Member.all(member.journal().read(A, 0))).hasMessageContaining("13 must be next");
    }

    @Test
    void whatIsReleasedIsGoneAndTheRestStillHangsTogether() {
        write(3_000);
        JournalReader behind = member.journal().read(2_400);
        member.journal().release(2_500);
        assertThat(member.journal().firstOffset()).isEqualTo(2_500);
        assertThat(Member.all(member.journal().read(2_500))).hasSize(500);
        assertThat(Member.all(member.journal().read(A, 2_600))).hasSize(400);
        assertThatThrownBy(() -> member.journal().read(2_499))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 2500, the oldest that is kept, and 3000");
        assertThatThrownBy(behind::next)
                .isInstanceOf(RecordsReleasedException.class)
                .hasMessageContaining("record 2400 was released; the oldest that is kept is record 2500");
        behind.close();
        TestServer.run(url, "UPDATE journal.pool_front SET link = sha256(link)");
        assertThatThrownBy(() -> Member.all(member.journal().read(2_500))).hasMessageContaining("record 2500");
        member.journal().release(Long.MAX_VALUE);
        assertThat(member.journal().firstOffset()).isEqualTo(3_000);
        member.append(A, heard);
        assertThat(heard.await(3_001).failed()).isEmpty();
        assertThat(Member.all(member.journal().read(3_000))).hasSize(1);
    }

    @Test
    void aReaderOfOnePoolThatIsOvertakenIsToldSo() {
        write(300);
        try (JournalReader reader = member.journal().read(A, 0)) {
            for (int i = 0; i < 256; i++) {
                assertThat(reader.next()).as("what is fetched at once").isPresent();
            }
            member.journal().release(280);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(RecordsReleasedException.class)
                    .hasMessageContaining("record 256 was released");
        }
    }

    @Test
    void whatIsReleasedBetweenFetchingAndReadingIsNotTakenForDamage() {
        write(10);
        member.takeOver(B);
        for (int i = 0; i < 10; i++) {
            member.append(B, heard);
        }
        assertThat(heard.await(20).failed()).isEmpty();
        try (JournalReader reader = member.journal().read(0)) {
            for (int i = 0; i < 10; i++) {
                assertThat(reader.next()).isPresent();
            }
            member.journal().release(15);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(RecordsReleasedException.class)
                    .hasMessageContaining("record 10 was released");
        }
    }

    private void write(int records) {
        member.takeOver(A);
        for (int i = 0; i < records; i++) {
            member.append(A, heard);
        }
        assertThat(heard.await(records).failed()).isEmpty();
    }

    @Test
    void closingWaitsForWhatWasAppended() {
        member.takeOver(A);
        for (int i = 0; i < 300; i++) {
            member.append(A, heard);
        }
        member.close();
        member.close();
        assertThat(heard.durable()).hasSize(300);
        assertThatThrownBy(() -> member.append(A, heard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatDoesNotKeepWhatItCommitsIsRefused() {
        String database = url.substring(url.lastIndexOf('/') + 1);
        TestServer.run(url, "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        assertThatThrownBy(() -> TestServer.open(url))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("it is read-only");
    }

    @Test
    void aSessionThatWouldNotWaitForTheDiskIsMadeToWait() throws Exception {
        String database = url.substring(url.lastIndexOf('/') + 1);
        TestServer.run(url, "ALTER DATABASE " + database + " SET synchronous_commit = off");
        try (var connection = TestServer.open(url).connect();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SHOW synchronous_commit")) {
            answer.next();
            assertThat(answer.getString(1)).isEqualTo("on");
        }
    }
}
