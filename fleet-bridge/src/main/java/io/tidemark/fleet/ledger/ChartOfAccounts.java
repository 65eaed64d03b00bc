package io.tidemark.fleet.ledger;

import io.tidemark.fleet.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which accounts there are. An account is opened, with a balance of nothing, by the first transfer that names it. */
final class ChartOfAccounts {
    /** Accounts are never deleted, so what was once committed is true for ever. */
    private final ConcurrentMap<AccountCode, Long> ids = new ConcurrentHashMap<>();

    /** The id of each account; those that there are not yet are opened. */
    NavigableMap<AccountCode, Long> idsOf(Transaction transaction, Collection<AccountCode> codes) throws SQLException {
        NavigableMap<AccountCode, Long> found = new TreeMap<>();
        TreeSet<AccountCode> unknown = new TreeSet<>();
        for (AccountCode code : codes) {
            Long id = ids.get(code);
            if (id == null) {
                unknown.add(code);
            } else {
                found.put(code, id);
            }
        }
        if (!unknown.isEmpty()) {
            Map<AccountCode, Long> opened = open(transaction, unknown);
            found.putAll(opened);
            transaction.afterCommit(() -> ids.putAll(opened));
        }
        return found;
    }

    private static Map<AccountCode, Long> open(Transaction transaction, SortedSet<AccountCode> codes)
            throws SQLException {
        Map<AccountCode, Long> found = select(transaction, codes);
        List<AccountCode> missing =
                codes.stream().filter(code -> !found.containsKey(code)).toList();
        if (missing.isEmpty()) {
            return found;
        }
        // In the order of their codes, so that two who open the same accounts wait for each other in one direction.
        try (PreparedStatement insert = transaction.prepare("""
                WITH opened AS (
                    INSERT INTO account (code, normal_side, may_overdraw)
                    SELECT * FROM unnest(?::text[], ?::text[], ?::boolean[])
                    ON CONFLICT (code) DO NOTHING
                    RETURNING id, may_overdraw)
                INSERT INTO balance (account_id, posted, may_overdraw) SELECT id, 0, may_overdraw FROM opened""")) {
            insert.setArray(
                    1,
                    transaction.array(
                            "text", missing.stream().map(AccountCode::code).toArray()));
            insert.setArray(
                    2,
                    transaction.array(
                            "text",
                            missing.stream()
                                    .map(code -> code.mayOverdraw() ? "debit" : "credit")
                                    .toArray()));
            insert.setArray(
                    3,
                    transaction.array(
                            "boolean",
                            missing.stream().map(AccountCode::mayOverdraw).toArray()));
            insert.executeUpdate();
        }
        // Again, for those that somebody else opened at the same time.
        Map<AccountCode, Long> all = select(transaction, codes);
        if (all.size() != codes.size()) {
            throw new IllegalStateException("opened " + all.keySet() + " of " + codes);
        }
        return all;
    }

    private static Map<AccountCode, Long> select(Transaction transaction, Collection<AccountCode> codes)
            throws SQLException {
        Map<AccountCode, Long> found = new HashMap<>();
        try (PreparedStatement select = transaction.prepare("SELECT code, id FROM account WHERE code = ANY (?)")) {
            select.setArray(
                    1,
                    transaction.array(
                            "text", codes.stream().map(AccountCode::code).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(new AccountCode(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return found;
    }
}
