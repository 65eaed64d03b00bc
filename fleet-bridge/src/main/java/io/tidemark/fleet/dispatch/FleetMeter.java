package io.tidemark.fleet.dispatch;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.Reading;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.HandOverSpan;
import io.tidemark.fleet.node.LeaseView;
import io.tidemark.fleet.release.Machines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The meter of one pool: what its fleet has handed over in working order, in the words of the exchange. Not safe for use
 * by several threads; the caller owns it.
 */
public final class FleetMeter implements Machines {
    private static final long MILLIS = 1_000;
    private static final int WHOLE_HOUR = 3_600;

    private final PoolId pool;
    private final Fleet fleet;
    private final PoolPort pools;
    private final Map<LeaseKey, Long> told = new HashMap<>();

    public FleetMeter(PoolId pool, Fleet fleet, PoolPort pools) {
        this.pool = pool;
        this.fleet = fleet;
        this.pools = pools;
    }

    @Override
    public List<Long> usableLots(List<Long> instants) {
        return fleet.usableLots(pool, instants);
    }

    /**
     * A firm hour is read when it is over and the fleet was looked at since: before that a node that failed late in it, or
     * while this process was down, would count as delivered. Each account's lots, the longest delivered first, go to its
     * oldest parcels.
     */
    @Override
    public Optional<Command> reading(long hour) {
        if (fleet.lastLook().orElse(Long.MIN_VALUE) < Hours.startMillis(hour + 1)) {
            return Optional.empty();
        }
        if (!(pools.ask(pool, new Query.DueIn(hour)) instanceof View.DueView due)) {
            return Optional.empty();
        }
        NavigableMap<Long, List<Event.Delivery>> byAccount = new TreeMap<>();
        for (Event.Delivery delivery : due.deliveries()) {
            byAccount
                    .computeIfAbsent(delivery.account(), none -> new ArrayList<>())
                    .add(delivery);
        }
        List<Reading> shortfalls = new ArrayList<>();
        byAccount.forEach((account, parcels) -> shortfalls.addAll(shortfalls(hour, account, parcels)));
        return Optional.of(new Command.MeterHour(hour, shortfalls));
    }

    private List<Reading> shortfalls(long hour, long account, List<Event.Delivery> parcels) {
        List<Long> delivered = deliveredSeconds(LeaseKey.firm(pool, account, hour), hour);
        List<Reading> shortfalls = new ArrayList<>();
        int next = 0;
        for (Event.Delivery parcel : parcels) {
            long sum = 0;
            long least = WHOLE_HOUR;
            for (long lot = 0; lot < parcel.lots(); lot++) {
                long seconds = next < delivered.size() ? delivered.get(next++) : 0;
                sum += seconds;
                least = Math.min(least, seconds);
            }
            // Lots that are of use only together are delivered when the last of them is.
            int seconds = Math.toIntExact(parcel.allOrNone() ? least : sum / parcel.lots());
            if (seconds < WHOLE_HOUR) {
                shortfalls.add(new Reading(parcel.parcel(), seconds));
            }
        }
        return shortfalls;
    }

    /** For each lot of a lease how long it was delivered in an hour, the longest first. */
    private List<Long> deliveredSeconds(LeaseKey key, long hour) {
        Map<String, Long> byLot = new TreeMap<>();
        for (HandOverSpan span : fleet.handOvers(key)) {
            long millis = span.deliveredMillis(Hours.startMillis(hour), Hours.startMillis(hour + 1));
            byLot.merge(span.lot(), millis, Long::sum);
        }
        return byLot.values().stream()
                .map(millis -> Math.min(WHOLE_HOUR, millis / MILLIS))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /**
     * What changed in the hands of spot lessees since the last time: for each lease how many lots are in working order.
     *
     * @param accounts whose leases to look at
     */
    public List<Command> handOvers(List<Long> accounts) {
        List<Command> commands = new ArrayList<>();
        for (long account : accounts) {
            for (LeaseView lease : fleet.leases(account)) {
                if (lease.key().kind() != LeaseKey.Kind.SPOT
                        || !lease.key().pool().equals(pool)) {
                    continue;
                }
                long ready = lease.assigned().stream()
                        .filter(lot ->
                                lot.readySince().isPresent() && lot.noticeEnds().isEmpty())
                        .count();
                Long before = told.put(lease.key(), ready);
                if (before == null || before != ready) {
                    commands.add(new Command.HandOver(lease.key().id(), ready));
                }
            }
        }
        return commands;
    }
}
