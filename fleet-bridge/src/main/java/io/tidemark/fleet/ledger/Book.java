package io.tidemark.fleet.ledger;

import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.Transfer.Posting;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes transfers, many at a time: a statement per table and not per row, because a fill costs a handful of rows and the
 * round trips are what costs time.
 *
 * <p>Balances are locked in the order of their ids, and before the transfers get theirs: nobody waits in a circle, and in
 * the statement of an account a later transfer has the larger id.
 */
final class Book {
    private final ChartOfAccounts chart = new ChartOfAccounts();

    /**
     * Books what is not in the books yet.
     *
     * @return the id of every transfer by its key, also of those that were booked before
     * @throws KeyConflictException if a key is in the books with other postings
     * @throws InsufficientFundsException if an account would be below zero
     */
    Map<String, Long> write(Transaction transaction, List<Transfer> transfers) throws SQLException {
        Map<String, Long> booked = new HashMap<>();
        if (transfers.isEmpty()) {
            return booked;
        }
        NavigableMap<AccountCode, Long> accounts = chart.idsOf(
                transaction,
                transfers.stream()
                        .flatMap(transfer -> transfer.postings().stream())
                        .map(Posting::account)
                        .toList());
        lock(transaction, accounts.values());
        Map<String, Long> added = insertTransfers(transaction, transfers);
        booked.putAll(added);
        List<Transfer> before = transfers.stream()
                .filter(each -> !added.containsKey(each.key()))
                .toList();
        if (!before.isEmpty()) {
            booked.putAll(requireSame(transaction, before, accounts));
        }
        insertPostings(
                transaction,
                transfers.stream().filter(each -> added.containsKey(each.key())).toList(),
                added,
                accounts);
        return booked;
    }

    private static void lock(Transaction transaction, Collection<Long> accounts) throws SQLException {
        try (PreparedStatement lock = transaction.prepare(
                "SELECT account_id FROM balance WHERE account_id = ANY (?) ORDER BY account_id FOR UPDATE")) {
            lock.setArray(1, transaction.array("bigint", accounts.toArray()));
            lock.executeQuery().close();
        }
    }

    private static Map<String, Long> insertTransfers(Transaction transaction, List<Transfer> transfers)
            throws SQLException {
        Map<String, Long> added = new HashMap<>();
        // Row by row in the order given: the ids of what happened first are smaller.
        try (PreparedStatement insert = transaction.prepare("""
                INSERT INTO transfer (idem_key, kind, phase, pending_id, at,
                    hour, hours, lots, ticks, lot_millis, trade, buyer, paid)
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                    ?::bigint[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                ON CONFLICT (idem_key) DO NOTHING
                RETURNING idem_key, id""")) {
            insert.setArray(
                    1,
                    transaction.array(
                            "text", transfers.stream().map(Transfer::key).toArray()));
            insert.setArray(
                    2,
                    transaction.array(
                            "text", transfers.stream().map(Transfer::kind).toArray()));
            insert.setArray(
                    3,
                    transaction.array(
                            "text",
                            transfers.stream().map(each -> phase(each.phase())).toArray()));
            insert.setArray(
                    4,
                    transaction.array(
                            "bigint",
                            transfers.stream()
                                    .map(each -> each.pending().isPresent()
                                            ? (@Nullable Object) each.pending().getAsLong()
                                            : null)
                                    .toArray()));
            insert.setArray(
                    5,
                    transaction.array(
                            "bigint", transfers.stream().map(Transfer::at).toArray()));
            setParticulars(transaction, insert, 6, transfers);
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    added.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return added;
    }

    private static void setParticulars(
            Transaction transaction, PreparedStatement insert, int first, List<Transfer> transfers)
            throws SQLException {
        List<Function<Particulars, @Nullable Long>> columns = List.of(
                Particulars::hour,
                Book::hours,
                Particulars::lots,
                Particulars::ticks,
                Particulars::lotMillis,
                Particulars::trade,
                Particulars::buyer,
                Particulars::paid);
        for (int i = 0; i < columns.size(); i++) {
            Function<Particulars, @Nullable Long> column = columns.get(i);
            insert.setArray(
                    first + i,
                    transaction.array(
                            "bigint",
                            transfers.stream()
                                    .map(each -> column.apply(each.particulars()))
                                    .toArray()));
        }
    }

    /** Of one type with the others for the driver; the statement says that it is narrower. */
    private static @Nullable Long hours(Particulars what) {
        Integer hours = what.hours();
        return hours == null ? null : Long.valueOf(hours);
    }

    private static String phase(Transfer.Phase phase) {
        return switch (phase) {
            case SINGLE -> "single";
            case PENDING -> "pending";
            case POST -> "post";
            case VOID -> "void";
        };
    }

    private static void insertPostings(
            Transaction transaction,
            List<Transfer> transfers,
            Map<String, Long> transferIds,
            Map<AccountCode, Long> accounts)
            throws SQLException {
        if (transfers.isEmpty()) {
            return;
        }
        List<Long> transferOf = new ArrayList<>();
        List<Short> legs = new ArrayList<>();
        List<Long> accountOf = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        NavigableMap<Long, Long> changes = new TreeMap<>();
        for (Transfer transfer : transfers) {
            short leg = 0;
            for (Posting posting : transfer.postings()) {
                Long account = id(accounts, posting.account());
                transferOf.add(id(transferIds, transfer.key()));
                legs.add(leg++);
                accountOf.add(account);
                amounts.add(posting.amount());
                changes.merge(account, posting.amount(), Math::addExact);
            }
        }
        try (PreparedStatement insert = transaction.prepare("""
                INSERT INTO posting (transfer_id, leg, account_id, amount)
                SELECT * FROM unnest(?::bigint[], ?::smallint[], ?::bigint[], ?::bigint[])""")) {
            insert.setArray(1, transaction.array("bigint", transferOf.toArray()));
            insert.setArray(2, transaction.array("smallint", legs.toArray()));
            insert.setArray(3, transaction.array("bigint", accountOf.toArray()));
            insert.setArray(4, transaction.array("bigint", amounts.toArray()));
            insert.executeUpdate();
        }
        changes.values().removeIf(change -> change == 0);
        try (PreparedStatement update = transaction.prepare("""
                UPDATE balance SET posted = posted + change.amount
                FROM unnest(?::bigint[], ?::bigint[]) AS change (account_id, amount)
                WHERE balance.account_id = change.account_id""")) {
            update.setArray(1, transaction.array("bigint", changes.keySet().toArray()));
            update.setArray(2, transaction.array("bigint", changes.values().toArray()));
            update.executeUpdate();
        } catch (SQLException refused) {
            if (Sql.CHECK_VIOLATION.equals(refused.getSQLState())) {
                throw new InsufficientFundsException("an account would be below zero after "
                        + transfers.get(transfers.size() - 1).key() + ": " + refused.getMessage());
            }
            throw refused;
        }
    }

    private static <K> Long id(Map<K, Long> ids, K of) {
        Long id = ids.get(of);
        if (id == null) {
            throw new IllegalStateException("no id of " + of);
        }
        return id;
    }

    /** A key that comes again must mean the same movement; otherwise two things were given one name. */
    private static Map<String, Long> requireSame(
            Transaction transaction, List<Transfer> transfers, Map<AccountCode, Long> accounts) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        Map<String, List<String>> booked = new HashMap<>();
        try (PreparedStatement select = transaction.prepare("""
                SELECT idem_key, id, account_id, amount FROM transfer JOIN posting ON transfer_id = id
                WHERE idem_key = ANY (?) ORDER BY id, leg""")) {
            select.setArray(
                    1,
                    transaction.array(
                            "text", transfers.stream().map(Transfer::key).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getLong(2));
                    booked.computeIfAbsent(rows.getString(1), key -> new ArrayList<>())
                            .add(rows.getLong(3) + " " + rows.getLong(4));
                }
            }
        }
        for (Transfer transfer : transfers) {
            List<String> asked = transfer.postings().stream()
                    .map(posting -> id(accounts, posting.account()) + " " + posting.amount())
                    .toList();
            if (!asked.equals(booked.get(transfer.key()))) {
                throw new KeyConflictException(
                        "the key " + transfer.key() + " is in the books for another movement of money");
            }
        }
        return found;
    }
}
