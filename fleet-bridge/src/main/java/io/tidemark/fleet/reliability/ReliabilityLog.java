package io.tidemark.fleet.reliability;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a batch of commands says of the market's word, for the transaction that takes the batch in. Commands that the tables
 * have already change nothing, however often they are read.
 */
public final class ReliabilityLog {
    private final Map<PoolId, News> pools = new TreeMap<>();

    /** Of one pool. */
    private static final class News {
        private final long firstTime;
        private final List<LoggedCommand> commands = new ArrayList<>();

        News(long firstTime) {
            this.firstTime = firstTime;
        }
    }

    /** Adds a command, in the order of the pool's log. */
    public void add(PoolId pool, LoggedCommand command) {
        News news = pools.computeIfAbsent(pool, first -> new News(command.time()));
        if (command.events().stream().anyMatch(ReliabilityLog::tells)) {
            news.commands.add(command);
        }
    }

    private static boolean tells(Event event) {
        return event instanceof Event.LeaseRuns
                || event instanceof Event.LeaseNoticed
                || event instanceof Event.LeaseEnding
                || event instanceof Event.LeaseEnded
                || event instanceof Event.HourSettled
                || event instanceof Event.Curtailed;
    }

    /** Writes what is new. */
    public void write(Transaction transaction) throws SQLException {
        if (pools.isEmpty()) {
            return;
        }
        Map<String, Long> known = sequences(transaction);
        for (Map.Entry<PoolId, News> entry : pools.entrySet()) {
            String pool = entry.getKey().toString();
            News news = entry.getValue();
            if (!known.containsKey(pool)) {
                transaction.update(
                        "INSERT INTO reliability_pool (pool, since, sequence) VALUES (?, ?, 0)", pool, news.firstTime);
            }
            long last = known.getOrDefault(pool, 0L);
            List<LoggedCommand> fresh = news.commands.stream()
                    .filter(command -> command.sequence() > last)
                    .toList();
            if (!fresh.isEmpty()) {
                write(new ReliabilityRows(transaction, pool), fresh);
                transaction.update(
                        "UPDATE reliability_pool SET sequence = ? WHERE pool = ?",
                        fresh.get(fresh.size() - 1).sequence(),
                        pool);
            }
        }
    }

    private static void write(ReliabilityRows rows, List<LoggedCommand> commands) throws SQLException {
        Map<Long, BidHistory> bids = new HashMap<>();
        List<FirmHour> hours = new ArrayList<>();
        for (LoggedCommand command : commands) {
            for (Event event : command.events()) {
                bid(event).ifPresent(bid -> bids.computeIfAbsent(bid, BidHistory::new));
            }
        }
        rows.resume(bids);
        for (LoggedCommand command : commands) {
            for (Event event : command.events()) {
                apply(command.time(), event, bids, hours);
            }
        }
        rows.store(bids);
        for (FirmHour hour : hours) {
            if (!hour.isEmpty()) {
                rows.add(hour);
            }
        }
    }

    private static OptionalLong bid(Event event) {
        if (event instanceof Event.LeaseRuns runs) {
            return OptionalLong.of(runs.bidId());
        } else if (event instanceof Event.LeaseNoticed noticed) {
            return OptionalLong.of(noticed.bidId());
        } else if (event instanceof Event.LeaseEnding ending) {
            return OptionalLong.of(ending.bidId());
        } else if (event instanceof Event.LeaseEnded ended) {
            return OptionalLong.of(ended.bidId());
        }
        return OptionalLong.empty();
    }

    private static void apply(long time, Event event, Map<Long, BidHistory> bids, List<FirmHour> hours) {
        if (event instanceof Event.LeaseRuns runs) {
            history(bids, runs.bidId()).runs(time, runs);
        } else if (event instanceof Event.LeaseNoticed noticed) {
            history(bids, noticed.bidId()).reclaimed(time, noticed);
        } else if (event instanceof Event.LeaseEnding ending) {
            history(bids, ending.bidId()).ending(time, ending);
        } else if (event instanceof Event.LeaseEnded ended) {
            history(bids, ended.bidId()).ended(time, ended);
        } else if (event instanceof Event.HourSettled settled) {
            hours.add(FirmHour.of(settled));
        } else if (event instanceof Event.Curtailed curtailed) {
            hours.add(FirmHour.of(time, curtailed));
        }
    }

    private static BidHistory history(Map<Long, BidHistory> bids, long bid) {
        return bids.computeIfAbsent(bid, BidHistory::new);
    }

    private static Map<String, Long> sequences(Transaction transaction) throws SQLException {
        Map<String, Long> sequences = new HashMap<>();
        try (PreparedStatement select = transaction.prepare("SELECT pool, sequence FROM reliability_pool");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                sequences.put(row.getString(1), row.getLong(2));
            }
        }
        return sequences;
    }
}
