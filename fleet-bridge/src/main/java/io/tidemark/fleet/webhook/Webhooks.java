package io.tidemark.fleet.webhook;

import io.tidemark.exchange.notice.Happening;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The webhooks of all accounts. Thread-safe, also between processes. */
public final class Webhooks {
    /** Of one account. */
    public static final int MOST = 5;

    private final Database database;

    public Webhooks(Database database) {
        this.database = database;
    }

    /**
     * Makes one. Nothing is checked here about the address.
     *
     * @param secret 32 bytes that nobody else knows
     * @param now epoch milliseconds, real time
     * @throws TooManyWebhooksException if the account has as many as it may
     */
    public WebhookKey add(long account, String url, Set<Happening> happenings, byte[] secret, long now) {
        return database.inTransaction(transaction -> {
            // Two at once must not both find room for the last one.
            transaction.update("LOCK TABLE webhook IN SHARE ROW EXCLUSIVE MODE");
            try (PreparedStatement insert = transaction.prepare("""
                    INSERT INTO webhook (account, url, types, secret, created_at)
                    SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM webhook WHERE account = ?) < ?
                    RETURNING id""")) {
                insert.setLong(1, account);
                insert.setString(2, url);
                insert.setArray(
                        3,
                        transaction.array(
                                "text",
                                happenings.stream()
                                        .sorted()
                                        .map(Happening::type)
                                        .toArray()));
                insert.setBytes(4, secret);
                insert.setLong(5, now);
                insert.setLong(6, account);
                insert.setInt(7, MOST);
                try (ResultSet row = insert.executeQuery()) {
                    if (!row.next()) {
                        throw new TooManyWebhooksException();
                    }
                    return new WebhookKey(row.getLong(1), url, secret);
                }
            }
        });
    }

    /** Those of an account, the oldest first. */
    public List<Webhook> of(long account) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("""
                    SELECT id, account, url, types, created_at, told.waiting, told.undelivered, told.problem
                    FROM webhook, LATERAL (
                        SELECT count(*) FILTER (WHERE state = 'DUE') AS waiting,
                            count(*) FILTER (WHERE state = 'PARKED') AS undelivered,
                            coalesce((array_agg(problem ORDER BY task.id DESC) FILTER (WHERE problem <> ''))[1], '')
                                AS problem
                        FROM settlement_task task
                        WHERE task.kind = 'TELL' AND task.state <> 'DONE' AND task.subject = webhook.id) told
                    WHERE account = ? ORDER BY id""")) {
                select.setLong(1, account);
                List<Webhook> webhooks = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        webhooks.add(new Webhook(
                                row.getLong("id"),
                                row.getLong("account"),
                                row.getString("url"),
                                happenings((String[]) row.getArray("types").getArray()),
                                row.getLong("created_at"),
                                row.getLong("waiting"),
                                row.getLong("undelivered"),
                                row.getString("problem")));
                    }
                }
                return webhooks;
            }
        });
    }

    /** What another release knew and this one does not is left out. */
    private static Set<Happening> happenings(String[] types) {
        Set<Happening> happenings = EnumSet.noneOf(Happening.class);
        for (String type : types) {
            Happening.of(type).ifPresent(happenings::add);
        }
        return happenings;
    }

    /** What is needed to send to one; empty once it is removed. */
    public Optional<WebhookKey> key(long id) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("SELECT url, secret FROM webhook WHERE id = ?")) {
                select.setLong(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new WebhookKey(id, row.getString("url"), row.getBytes("secret")))
                            : Optional.empty();
                }
            }
        });
    }

    /**
     * Removes one, its secret, and what it has not been told yet.
     *
     * @return whether the account had it
     */
    public boolean remove(long account, long id) {
        return database.inTransaction(transaction -> {
            boolean removed = transaction.update("DELETE FROM webhook WHERE id = ? AND account = ?", id, account) == 1;
            if (removed) {
                transaction.update("""
                        UPDATE settlement_task SET state = 'DONE', problem = 'the webhook was removed'
                        WHERE kind = 'TELL' AND subject = ? AND state <> 'DONE'""", id);
            }
            return removed;
        });
    }

    /** A webhook that wants to hear of a notice. */
    public record Wish(long webhook, HolderNotice notice) {}

    /** Who wants to hear of these, as the transaction sees it. */
    public static List<Wish> wanting(Transaction transaction, List<HolderNotice> notices) throws SQLException {
        List<Wish> wishes = new ArrayList<>();
        if (notices.isEmpty()) {
            return wishes;
        }
        try (PreparedStatement select =
                transaction.prepare("SELECT id, account, types FROM webhook WHERE account = ANY (?) ORDER BY id")) {
            select.setArray(
                    1,
                    transaction.array(
                            "bigint",
                            notices.stream()
                                    .map(HolderNotice::account)
                                    .distinct()
                                    .toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long id = row.getLong("id");
                    long account = row.getLong("account");
                    Set<Happening> happenings =
                            happenings((String[]) row.getArray("types").getArray());
                    notices.stream()
                            .filter(notice -> notice.account() == account && happenings.contains(notice.happening()))
                            .forEach(notice -> wishes.add(new Wish(id, notice)));
                }
            }
        }
        return wishes;
    }
}
