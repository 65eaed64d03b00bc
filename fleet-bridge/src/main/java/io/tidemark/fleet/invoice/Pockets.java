package io.tidemark.fleet.invoice;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.WalletBalance;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every account of the books that is one participant's, and what was in each before and after a period. */
final class Pockets {
    private final List<Pocket> pockets;

    private Pockets(List<Pocket> pockets) {
        this.pockets = pockets;
    }

    /**
     * One account of the books.
     *
     * @param kind {@code home}, {@code transit}, or the third part of a wallet's code
     */
    private record Pocket(long id, String kind, @Nullable PoolId pool, long opening, long closing) {
        static Pocket of(long id, String code, long posted) {
            String[] parts = code.split(":", -1);
            return switch (parts[0]) {
                case "home" -> new Pocket(id, parts[0], null, posted, posted);
                case "transit" -> new Pocket(id, parts[0], PoolId.parse(parts[1]), posted, posted);
                default -> new Pocket(id, parts[3], PoolId.parse(parts[1]), posted, posted);
            };
        }

        Pocket before(Since since) {
            return new Pocket(id, kind, pool, opening - since.began, closing - since.ended);
        }
    }

    /** From what there is now back to the period: what came since it began is all that is read. */
    static Pockets read(Transaction transaction, long account, long from, long to) throws SQLException {
        Map<Long, Since> since = new HashMap<>();
        List<Pocket> pockets = balances(transaction, account);
        try (PreparedStatement select = transaction.prepare("""
                SELECT p.account_id, sum(p.amount), coalesce(sum(p.amount) FILTER (WHERE t.at >= ?), 0)
                FROM posting p JOIN transfer t ON t.id = p.transfer_id
                WHERE p.account_id = ANY (?) AND t.at >= ? GROUP BY p.account_id""")) {
            select.setLong(1, to);
            select.setArray(
                    2,
                    transaction.array("bigint", pockets.stream().map(Pocket::id).toArray()));
            select.setLong(3, from);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    since.put(rows.getLong(1), new Since(rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return new Pockets(pockets.stream()
                .map(pocket -> pocket.before(since.getOrDefault(pocket.id, new Since(0, 0))))
                .toList());
    }

    /** What moved in a pocket since the period began, and since it ended. */
    private record Since(long began, long ended) {}

    private static List<Pocket> balances(Transaction transaction, long account) throws SQLException {
        List<Pocket> pockets = new ArrayList<>();
        try (PreparedStatement select = transaction.prepare("""
                SELECT id, code, posted FROM account JOIN balance ON account_id = id WHERE code ~ ? ORDER BY code""")) {
            select.setString(1, "^(home:" + account + "|(wallet|transit):[^:]+:" + account + "(:[a-z]+)?)$");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    pockets.add(Pocket.of(rows.getLong("id"), rows.getString("code"), rows.getLong("posted")));
                }
            }
        }
        return pockets;
    }

    Funds opening() {
        return funds(true);
    }

    Funds closing() {
        return funds(false);
    }

    private Funds funds(boolean opening) {
        long home = 0;
        long inTransit = 0;
        SortedMap<PoolId, WalletBalance> wallets = new TreeMap<>();
        for (Pocket pocket : pockets) {
            long has = opening ? pocket.opening : pocket.closing;
            PoolId pool = pocket.pool;
            if (pool == null) {
                home += has;
            } else if (pocket.kind.equals("transit")) {
                inTransit += has;
            } else {
                WalletBalance before = wallets.getOrDefault(pool, WalletBalance.EMPTY);
                wallets.put(pool, plus(before, pocket.kind, has));
            }
        }
        return new Funds(home, inTransit, wallets);
    }

    private static WalletBalance plus(WalletBalance wallet, String pocket, long more) {
        return switch (pocket) {
            case "free" -> new WalletBalance(wallet.free() + more, wallet.held(), wallet.escrow());
            case "held" -> new WalletBalance(wallet.free(), wallet.held() + more, wallet.escrow());
            case "escrow" -> new WalletBalance(wallet.free(), wallet.held(), wallet.escrow() + more);
            default -> throw new IllegalStateException("no pocket of a wallet: " + pocket);
        };
    }

    Object[] all() {
        return pockets.stream().map(Pocket::id).toArray();
    }

    Object[] escrow() {
        return pockets.stream()
                .filter(pocket -> pocket.kind.equals("escrow"))
                .map(Pocket::id)
                .toArray();
    }

    /** Where a pocket is. */
    Optional<PoolId> pool(long id) {
        return pockets.stream()
                .filter(pocket -> pocket.id == id)
                .findFirst()
                .flatMap(pocket -> Optional.ofNullable(pocket.pool));
    }
}
