package io.tidemark.fleet.invoice;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.invoice.Invoice.Item;
import io.tidemark.fleet.invoice.Lines.Booked;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.Particulars;
import io.tidemark.fleet.settlement.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads invoices from the books. Thread-safe, also between processes; it writes nothing. */
public final class Invoices {
    /** How many lines are read at once: some megabytes. */
    public static final int MOST_ITEMS = 20_000;

    /** A deposit is dated before it is committed; after this long nobody is still in the middle of one. */
    private static final long GRACE_MS = 60_000;

    private final Database database;
    private final int mostItems;

    public Invoices(Database database) {
        this(database, MOST_ITEMS);
    }

    Invoices(Database database, int mostItems) {
        this.database = database;
        this.mostItems = mostItems;
    }

    /**
     * The invoice of a period.
     *
     * @param from its first instant, epoch milliseconds of market time
     * @param to the instant after its last
     * @param now the market time at which it is asked for
     * @throws TooManyItemsException if there are more lines than {@link #MOST_ITEMS}
     * @throws IllegalArgumentException if the period has no instant
     * @throws IllegalStateException if it does not add up, which the books should make impossible
     */
    public Invoice read(long account, long from, long to, long now) {
        if (from >= to) {
            throw new IllegalArgumentException("a period from " + from + " to " + to);
        }
        return database.inSnapshot(transaction -> {
            Pockets pockets = Pockets.read(transaction, account, from, to);
            return new Invoice(
                    account,
                    from,
                    to,
                    Position.in(transaction),
                    to <= now - GRACE_MS && areBooksPast(transaction, to),
                    pockets.opening(),
                    pockets.closing(),
                    items(transaction, pockets, account, from, to));
        });
    }

    /** Whether every pool has said something of later, so that nothing of before can follow. */
    private static boolean areBooksPast(Transaction transaction, long instant) throws SQLException {
        try (PreparedStatement select =
                transaction.prepare("SELECT NOT EXISTS (SELECT FROM pool_position WHERE time < ?)")) {
            select.setLong(1, instant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * What moved between the account and others, and what is worth a line although it moved nothing: hours that were bought
     * or are over without a fee or a payment.
     */
    private List<Item> items(Transaction transaction, Pockets pockets, long account, long from, long to)
            throws SQLException {
        List<Item> items = new ArrayList<>();
        try (PreparedStatement select = transaction.prepare("""
                SELECT t.id, t.at, t.kind, hour, hours, lots, ticks, lot_millis, trade, buyer, paid,
                    sum(p.amount) AS net,
                    coalesce(sum(p.amount) FILTER (WHERE p.account_id = ANY (?)), 0) AS escrow,
                    min(p.account_id) AS pocket,
                    EXISTS (SELECT FROM posting o JOIN account a ON a.id = o.account_id
                        WHERE o.transfer_id = t.id AND a.code = ?) AS with_outside
                FROM posting p JOIN transfer t ON t.id = p.transfer_id
                WHERE p.account_id = ANY (?) AND t.at >= ? AND t.at < ?
                GROUP BY t.id
                HAVING sum(p.amount) <> 0
                    OR t.kind IN ('trade', 'hour settled', 'curtailed', 'bought back', 'lease payment')
                ORDER BY t.at, t.id LIMIT ?""")) {
            select.setArray(1, transaction.array("bigint", pockets.escrow()));
            select.setString(2, AccountCode.OUTSIDE.code());
            select.setArray(3, transaction.array("bigint", pockets.all()));
            select.setLong(4, from);
            select.setLong(5, to);
            select.setLong(6, mostItems + 1L);
            select.setFetchSize(mostItems);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (items.size() == mostItems) {
                        throw new TooManyItemsException(mostItems);
                    }
                    items.add(Lines.item(account, booked(rows, pockets.pool(rows.getLong("pocket")))));
                }
            }
        }
        return items;
    }

    private static Booked booked(ResultSet row, Optional<PoolId> pool) throws SQLException {
        return new Booked(
                row.getLong("id"),
                row.getLong("at"),
                row.getString("kind"),
                pool,
                new Particulars(
                        number(row, "hour"),
                        row.getObject("hours", Integer.class),
                        number(row, "lots"),
                        number(row, "ticks"),
                        number(row, "lot_millis"),
                        number(row, "trade"),
                        number(row, "buyer"),
                        number(row, "paid")),
                row.getLong("net"),
                row.getLong("escrow"),
                row.getBoolean("with_outside"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }
}
