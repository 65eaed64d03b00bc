package io.tidemark.fleet.reliability;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.reliability.Reliability.Age;
import io.tidemark.fleet.reliability.Reliability.Firm;
import io.tidemark.fleet.reliability.Reliability.Interval;
import io.tidemark.fleet.reliability.Reliability.Notices;
import io.tidemark.fleet.reliability.Reliability.Spot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads how well pools keep their word, all of a pool at one moment. Thread-safe, also between processes. */
public final class ReliabilityReport {
    /** How far it looks back, in days of market time. */
    public static final int DAYS = 30;

    private static final long WINDOW = DAYS * 24 * Hours.MILLIS;
    private static final List<Integer> AGES = List.of(1, 6, 24);
    private static final long SECOND = 1_000;

    private final Database database;

    public ReliabilityReport(Database database) {
        this.database = database;
    }

    /** Of a pool, up to what the books have of its journal; empty if they have nothing yet. */
    public Optional<Reliability> of(PoolId pool) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("""
                    SELECT since, time FROM reliability_pool JOIN pool_position USING (pool) WHERE pool = ?""")) {
                select.setString(1, pool.toString());
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    long to = row.getLong("time");
                    long from = Math.max(row.getLong("since"), to - WINDOW);
                    return Optional.of(read(transaction, pool.toString(), from, to));
                }
            }
        });
    }

    private static Reliability read(Transaction transaction, String pool, long from, long to) throws SQLException {
        return new Reliability(
                from,
                to,
                spot(transaction, pool, from, to),
                notices(transaction, pool, from),
                firm(transaction, pool, from));
    }

    private static Spot spot(Transaction transaction, String pool, long from, long to) throws SQLException {
        Survival survival = new Survival();
        long reclaimed = 0;
        long noSupply = 0;
        long running = 0;
        try (PreparedStatement select = transaction.prepare("""
                SELECT lots, coalesce(ended_at, ?) - began_at AS age, cause FROM reliability_part
                WHERE pool = ? AND began_at >= ?""")) {
            select.setLong(1, to);
            select.setString(2, pool);
            select.setLong(3, from);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long lots = row.getLong("lots");
                    String cause = row.getString("cause");
                    LeaseEnd end = cause == null ? null : LeaseEnd.valueOf(cause);
                    boolean taken = end != null && LeasePart.TAKEN.contains(end);
                    survival.add(row.getLong("age") / SECOND, lots, taken);
                    reclaimed += end == LeaseEnd.RECLAIMED ? lots : 0;
                    noSupply += end == LeaseEnd.NO_SUPPLY ? lots : 0;
                    running += end == null ? lots : 0;
                }
            }
        }
        return new Spot(
                bids(transaction, pool, from),
                survival.lots(),
                reclaimed,
                noSupply,
                survival.lots() - reclaimed - noSupply - running,
                running,
                ages(survival));
    }

    private static long bids(Transaction transaction, String pool, long from) throws SQLException {
        try (PreparedStatement select = transaction.prepare(
                "SELECT count(DISTINCT bid) FROM reliability_part WHERE pool = ? AND began_at >= ?")) {
            select.setString(1, pool);
            select.setLong(2, from);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static List<Age> ages(Survival survival) {
        return AGES.stream().map(hours -> age(survival, hours)).toList();
    }

    static Age age(Survival survival, int hours) {
        long seconds = hours * Hours.MILLIS / SECOND;
        Optional<Survival.Step> step = survival.stepAt(seconds);
        double share = step.map(Survival.Step::share).orElse(1.0);
        long watched = survival.watchedFor(seconds);
        // Once all were taken, nothing is left to be seen, and that is an answer, too.
        boolean known = watched > 0 || (survival.lots() > 0 && share == 0);
        return new Age(
                hours,
                known ? OptionalDouble.of(share) : OptionalDouble.empty(),
                step.filter(found -> known && found.low() < found.high())
                        .map(found -> new Interval(found.low(), found.high())),
                watched);
    }

    private static List<Notices> notices(Transaction transaction, String pool, long from) throws SQLException {
        List<Notices> notices = new ArrayList<>();
        try (PreparedStatement select = transaction.prepare("""
                SELECT cause, count(*) AS given,
                    count(*) FILTER (WHERE short_lots = 0 AND open_lots = 0) AS kept,
                    count(*) FILTER (WHERE short_lots > 0) AS broken,
                    count(*) FILTER (WHERE short_lots = 0 AND open_lots > 0) AS open,
                    sum(lots)::bigint AS lots, sum(short_lots)::bigint AS broken_lots,
                    min(greatest(until - given_at, 0)) AS shortest,
                    percentile_disc(0.5) WITHIN GROUP (ORDER BY greatest(until - given_at, 0)) AS median
                FROM reliability_notice WHERE pool = ? AND given_at >= ? GROUP BY cause ORDER BY cause""")) {
            select.setString(1, pool);
            select.setLong(2, from);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    notices.add(new Notices(
                            LeaseEnd.valueOf(row.getString("cause")),
                            row.getLong("given"),
                            row.getLong("kept"),
                            row.getLong("broken"),
                            row.getLong("open"),
                            row.getLong("lots"),
                            row.getLong("broken_lots"),
                            row.getLong("shortest") / SECOND,
                            row.getLong("median") / SECOND));
                }
            }
        }
        return notices;
    }

    private static Firm firm(Transaction transaction, String pool, long from) throws SQLException {
        try (PreparedStatement select = transaction.prepare("""
                SELECT coalesce(sum(whole_lots), 0)::bigint, coalesce(sum(short_lots), 0)::bigint,
                    coalesce(sum(failed_lots), 0)::bigint, coalesce(sum(curtailed_lots), 0)::bigint,
                    min(curtailed_before)
                FROM reliability_hour WHERE pool = ? AND hour >= ?""")) {
            select.setString(1, pool);
            select.setLong(2, Hours.containing(from));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long before = row.getLong(5);
                OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(before);
                return new Firm(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), known);
            }
        }
    }
}
