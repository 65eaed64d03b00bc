package io.tidemark.connectors.fix;

import io.tidemark.exchange.feed.LoggedCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the log for the tracker, from a starting point on, and knows how far. For one thread. */
final class LogFollower implements AutoCloseable {
    private final CommandLog log;
    private final OrderTracker tracker;
    private final Map<String, Long> sequences;
    private volatile long offset;

    /** One that goes on where a point was taken. */
    LogFollower(CommandLog.Source log, StartingPoint point, OrderTracker tracker) {
        this.log = log.from(point.offset());
        this.tracker = tracker;
        this.sequences = new HashMap<>(point.sequences());
        this.offset = point.offset();
        tracker.resume(point.orders());
    }

    /**
     * Reads all that is there.
     *
     * @throws IllegalStateException if the log does not go on where the starting point ends: one is of another market
     */
    void catchUp() {
        for (Optional<CommandLog.Page> page = log.next(); page.isPresent(); page = log.next()) {
            CommandLog.Page commands = page.get();
            commands.commands().forEach(command -> follow(commands, command));
            offset = commands.offset() + 1;
        }
    }

    private void follow(CommandLog.Page page, LoggedCommand command) {
        Long last = sequences.put(page.pool().toString(), command.sequence());
        if (last != null && command.sequence() != last + 1) {
            throw new IllegalStateException(
                    "command " + command.sequence() + " of " + page.pool() + " follows " + last + " in record "
                            + page.offset() + " of the log; the log, or the starting point, is of another market");
        }
        tracker.apply(page.pool(), command);
    }

    /** Of the record that is read next. */
    long offset() {
        return offset;
    }

    /** What is known now, with the reports that wait for their sessions. */
    StartingPoint point(Map<String, List<StartingPoint.Owed>> owed) {
        return new StartingPoint(offset, sequences, tracker.orders(), owed);
    }

    @Override
    public void close() {
        log.close();
    }
}
