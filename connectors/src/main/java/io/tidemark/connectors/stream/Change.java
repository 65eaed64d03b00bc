package io.tidemark.connectors.stream;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.pool.Event.TradeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is not as it was, up to a command of a pool.
 *
 * @param sequence that command
 * @param pool whether the pool as a whole reads differently
 * @param hours that read differently
 * @param trades that were made, the oldest first
 * @param notices to holders, the oldest first; each is for its account alone
 * @param accounts whose orders or leases were touched
 */
public record Change(
        long sequence,
        boolean pool,
        Set<Long> hours,
        List<Print> trades,
        List<HolderNotice> notices,
        Map<Long, Touched> accounts) {
    /**
     * A trade as everybody may see it.
     *
     * @param lots in every hour of the window
     * @param cost micro-dollars
     */
    public record Print(long sequence, long time, DeliveryWindow window, long lots, long cost, TradeKind kind) {}

    /** What of an account was touched: orders and bids by their numbers, and whether its leases were. */
    public record Touched(Set<Long> orders, boolean leases) {
        static Touched both(Touched one, Touched other) {
            Set<Long> orders = new TreeSet<>(one.orders());
            orders.addAll(other.orders());
            return new Touched(orders, one.leases() || other.leases());
        }
    }

    static Change nothing(long sequence) {
        return new Change(sequence, false, Set.of(), List.of(), List.of(), Map.of());
    }

    boolean isNothing() {
        return !pool && hours.isEmpty() && trades.isEmpty() && notices.isEmpty() && accounts.isEmpty();
    }

    /** How much it takes to remember it. */
    int weight() {
        int orders = accounts.values().stream()
                .mapToInt(touched -> 1 + touched.orders().size())
                .sum();
        return 1 + hours.size() + trades.size() + notices.size() + orders;
    }

    /** Several changes as one, for somebody who knows everything up to {@code after}. */
    static Change union(long after, long sequence, Iterable<Change> changes) {
        boolean pool = false;
        Set<Long> hours = new TreeSet<>();
        List<Print> trades = new ArrayList<>();
        List<HolderNotice> notices = new ArrayList<>();
        Map<Long, Touched> accounts = new HashMap<>();
        for (Change each : changes) {
            pool |= each.pool();
            hours.addAll(each.hours());
            each.trades().stream().filter(print -> print.sequence() > after).forEach(trades::add);
            each.notices().stream().filter(notice -> notice.sequence() > after).forEach(notices::add);
            each.accounts().forEach((account, touched) -> accounts.merge(account, touched, Touched::both));
        }
        return new Change(sequence, pool, hours, trades, notices, accounts);
    }
}
