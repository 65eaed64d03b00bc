package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalRecord;
import java.util.List;
import java.util.function.BiPredicate;

/** A journal that writes down of some commands that nothing happened, with the right checksums and links. */
class LyingJournal extends ForwardingJournal {
    private final BiPredicate<String, LoggedCommand> lies;

    /** @param lies asked once for each command, with its pool */
    LyingJournal(Journal real, BiPredicate<String, LoggedCommand> lies) {
        super(real);
        this.lies = lies;
    }

    @Override
    public void append(JournalRecord batch, DurableListener listener) {
        super.append(falsified(batch), listener);
    }

    final JournalRecord falsified(JournalRecord batch) {
        List<LoggedCommand> commands = PoolLog.decode(batch).stream()
                .map(each -> lies.test(batch.pool(), each) ? withoutEvents(each) : each)
                .toList();
        return new JournalRecord(
                batch.pool(),
                batch.epoch(),
                batch.firstSequence(),
                batch.lastSequence(),
                batch.time(),
                PoolLog.encode(commands));
    }

    private static LoggedCommand withoutEvents(LoggedCommand honest) {
        assertThat(honest.events()).isNotEmpty();
        return new LoggedCommand(
                honest.sequence(), honest.time(), honest.draw(), honest.command(), honest.reply(), List.of());
    }
}
