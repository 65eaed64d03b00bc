package io.tidemark.connectors.stream;

import io.tidemark.connectors.stream.Change.Print;
import io.tidemark.connectors.stream.Change.Touched;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.notice.HolderNotices;
import io.tidemark.exchange.pool.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects from the events of commands what nobody can see by looking at the pool: whose orders moved, and trades. */
final class Touches {
    private final List<Print> trades = new ArrayList<>();
    private final List<HolderNotice> notices = new ArrayList<>();
    private final Map<Long, Set<Long>> orders = new HashMap<>();
    private final Set<Long> leases = new HashSet<>();
    private long sequence;
    private int weight;
    private boolean lost;

    void add(PoolId pool, LoggedCommand command) {
        sequence = command.sequence();
        notices.addAll(HolderNotices.of(pool, command));
        for (Event event : command.events()) {
            weight++;
            add(command, event);
        }
    }

    /** Adds what came after. */
    void add(Touches later) {
        trades.addAll(later.trades);
        notices.addAll(later.notices);
        later.orders.forEach((account, numbers) ->
                orders.computeIfAbsent(account, none -> new HashSet<>()).addAll(numbers));
        leases.addAll(later.leases);
        sequence = Math.max(sequence, later.sequence);
        weight += later.weight;
        lost |= later.lost;
    }

    /** That there was more, up to a command, than could be kept. */
    static Touches lostUpTo(long sequence) {
        Touches lost = new Touches();
        lost.sequence = sequence;
        lost.lost = true;
        return lost;
    }

    /** Whether something is missing here. */
    boolean isLost() {
        return lost;
    }

    /** The last command that was added; 0 if none was. */
    long sequence() {
        return sequence;
    }

    int weight() {
        return weight;
    }

    Change toChange(boolean pool, Set<Long> hours) {
        Map<Long, Touched> accounts = new HashMap<>();
        orders.forEach((account, numbers) -> accounts.put(account, new Touched(numbers, leases.contains(account))));
        leases.forEach(account -> accounts.putIfAbsent(account, new Touched(Set.of(), true)));
        return new Change(sequence, pool, hours, List.copyOf(trades), List.copyOf(notices), accounts);
    }

    private void add(LoggedCommand command, Event event) {
        if (event instanceof Event.Traded trade) {
            trades.add(new Print(
                    command.sequence(), command.time(), trade.window(), trade.lots(), trade.cost(), trade.kind()));
            order(trade.account(), trade.orderId());
            trade.legs().forEach(leg -> order(leg.seller(), leg.sellerOrderId()));
        } else if (event instanceof Event.OrderEntered entered) {
            order(entered.account(), entered.orderId());
        } else if (event instanceof Event.OrderReplaced replaced) {
            order(replaced.account(), replaced.orderId());
        } else if (event instanceof Event.AskClosed closed) {
            order(closed.account(), closed.orderId());
        } else if (event instanceof Event.OrderClosed closed) {
            order(closed.account(), closed.orderId());
        } else if (event instanceof Event.ParadoxicallyRejected rejected) {
            order(rejected.account(), rejected.orderId());
        } else if (event instanceof Event.HourGated gated) {
            gated.plan().forEach(delivery -> leases.add(delivery.account()));
        } else if (event instanceof Event.HourSettled settled) {
            settled.legs().stream().map(LegSettlement::buyer).forEach(leases::add);
        } else {
            addSpot(event);
        }
    }

    private void addSpot(Event event) {
        if (event instanceof Event.SpotBidEntered entered) {
            order(entered.account(), entered.bidId());
        } else if (event instanceof Event.SpotFunded funded) {
            order(funded.account(), funded.bidId());
        } else if (event instanceof Event.SpotBidClosed closed) {
            lease(closed.account(), closed.bidId());
        } else if (event instanceof Event.SpotAwarded awarded) {
            lease(awarded.account(), awarded.bidId());
        } else if (event instanceof Event.LeaseRuns runs) {
            lease(runs.account(), runs.bidId());
        } else if (event instanceof Event.LeaseHandedOver over) {
            lease(over.account(), over.bidId());
        } else if (event instanceof Event.LeaseNoticed noticed) {
            lease(noticed.account(), noticed.bidId());
        } else if (event instanceof Event.LeaseEnding ending) {
            lease(ending.account(), ending.bidId());
        } else if (event instanceof Event.LeaseEnded ended) {
            lease(ended.account(), ended.bidId());
        } else if (event instanceof Event.LeasePaid paid) {
            lease(paid.account(), paid.bidId());
        }
    }

    private void order(long account, long number) {
        orders.computeIfAbsent(account, none -> new HashSet<>()).add(number);
    }

    private void lease(long account, long bid) {
        order(account, bid);
        leases.add(account);
    }
}
