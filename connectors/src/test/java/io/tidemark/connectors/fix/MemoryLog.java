package io.tidemark.connectors.fix;

import io.tidemark.exchange.feed.PoolFeed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that a feed said, to be read from the beginning as often as wanted. */
final class MemoryLog {
    private final List<CommandLog.Page> pages = new CopyOnWriteArrayList<>();

    MemoryLog(PoolFeed feed) {
        feed.subscribe((pool, commands) -> pages.add(new CommandLog.Page(pool, commands)));
    }

    CommandLog open() {
        return new CommandLog() {
            private int read;

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
