package io.tidemark.connectors.bench.settlement;

import io.tidemark.fleet.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The processor time that this program and the processes of a PostgreSQL on the same machine have had. */
record ProcessorTime(Duration own, Map<Long, Duration> postgres) {
    static ProcessorTime of(Database database) {
        Map<Long, Duration> servers = new HashMap<>();
        database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("SELECT pid FROM pg_stat_activity");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long pid = rows.getLong(1);
                    servers.put(pid, of(ProcessHandle.of(pid)));
                }
            }
            return servers;
        });
        return new ProcessorTime(of(Optional.of(ProcessHandle.current())), servers);
    }

    private static Duration of(Optional<ProcessHandle> process) {
        return process.flatMap(each -> each.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    Duration ownSince(ProcessorTime before) {
        return own.minus(before.own);
    }

    /** A process that was not there before counts from its beginning; one that ended meanwhile is missed. */
    Duration postgresSince(ProcessorTime before) {
        Duration sum = Duration.ZERO;
        for (Map.Entry<Long, Duration> process : postgres.entrySet()) {
            sum = sum.plus(process.getValue()).minus(before.postgres.getOrDefault(process.getKey(), Duration.ZERO));
        }
        return sum;
    }
}
