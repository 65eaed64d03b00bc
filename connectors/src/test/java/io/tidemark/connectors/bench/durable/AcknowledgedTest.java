package io.tidemark.connectors.bench.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load program's own memory of what it was told: it must see what is missing, or its word is worth nothing. */
class AcknowledgedTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final Reply FIRST = new Reply.Accepted(1, 0, 0, true);
    private static final Reply SECOND = new Reply.Accepted(2, 3, 600, false);

    @TempDir
    private Path directory;

    private final Acknowledged acknowledged = new Acknowledged(List.of(POOL));

    private void told(long sequence, Reply reply) {
        acknowledged.add(POOL, new Answer<>(sequence, 0, reply));
    }

    /** How many are found in a journal whose commands were answered so. */
    private long foundAmong(Reply... replies) {
        List<LoggedCommand> logged = Arrays.stream(replies)
                .map(reply -> new LoggedCommand(
                        Arrays.asList(replies).indexOf(reply) + 1, 0, 0, new Command.Tick(), reply, List.of()))
                .toList();
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            journal.append(
                    new JournalRecord(POOL.toString(), 1, 1, replies.length, 0, PoolLog.encode(logged)),
                    new DurableListener() {
                        @Override
                        public void durable(JournalEntry entry) {
                            // It is read after the next opening.
                        }

                        @Override
                        public void failed(JournalRecord lost, Throwable cause) {
                            throw new IllegalStateException(cause);
                        }
                    });
        }
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            return acknowledged.foundIn(journal);
        }
    }

    @Test
    void whatWasToldAndIsThereIsFound() {
        told(1, FIRST);
        told(2, SECOND);
        assertThat(acknowledged.count()).isEqualTo(2);
        assertThat(foundAmong(FIRST, SECOND, new Reply.Done())).isEqualTo(2);
    }

    @Test
    void whatWasToldAndIsMissingIsNotFound() {
        told(1, FIRST);
        told(2, SECOND);
        assertThat(foundAmong(FIRST)).isOne();
    }

    @Test
    void anotherAnswerThanTheOneThatWasToldIsNotFound() {
        told(1, FIRST);
        told(2, SECOND);
        assertThat(foundAmong(FIRST, new Reply.Accepted(2, 2, 600, false))).isOne();
    }

    @Test
    void nothingIsAcknowledgedTwice() {
        told(1, FIRST);
        assertThatThrownBy(() -> told(1, FIRST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sequence 1 was acknowledged twice");
    }
}
