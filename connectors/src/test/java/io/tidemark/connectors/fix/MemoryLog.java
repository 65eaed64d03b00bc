package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolFeed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that a feed said, to be read as often as wanted. */
final class MemoryLog implements CommandLog.Source {
    private final List<CommandLog.Page> pages = new CopyOnWriteArrayList<>();
    private volatile long first;

    MemoryLog(PoolFeed feed) {
        feed.subscribe(this::add);
    }

    private synchronized void add(PoolId pool, List<LoggedCommand> commands) {
        pages.add(new CommandLog.Page(pool, pages.size(), commands));
    }

    @Override
    public long firstOffset() {
        return first;
    }

    /** Lets go of the records before an offset. */
    void release(long beforeOffset) {
        first = beforeOffset;
    }

    @Override
    public long endOffset() {
        return pages.size();
    }

    @Override
    public CommandLog from(long offset) {
        if (offset < first || offset > pages.size()) {
            throw new IllegalArgumentException("the log has no record " + offset);
        }
        return new CommandLog() {
            private int read = Math.toIntExact(offset);

            @Override
            public Optional<Page> next() {
                return read < pages.size() ? Optional.of(pages.get(read++)) : Optional.empty();
            }

            @Override
            public void close() {
                read = pages.size();
            }
        };
    }
}
