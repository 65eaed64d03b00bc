package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.Hours;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Machines that a test says an account has. */
public final class MemoryFleet implements FleetDesk {
    private final Map<Long, List<Lease>> leases = new HashMap<>();

    @Override
    public synchronized List<Lease> leases(long account) {
        return List.copyOf(leases.getOrDefault(account, List.of()));
    }

    synchronized void give(long account, Lease lease) {
        leases.computeIfAbsent(account, none -> new ArrayList<>()).add(lease);
    }

    /** One lot of a spot bid, on node {@code b200-1}, with so much notice as is given. */
    public void giveSpot(long account, String bid, long from, OptionalLong leavesAt) {
        Node node = new Node("b200-1", "LEASED", "10.0.0.1", 2201, true);
        give(
                account,
                new Lease(
                        bid,
                        TestMarket.POOL,
                        Kind.SPOT,
                        from,
                        OptionalLong.empty(),
                        1,
                        false,
                        List.of(new Lot("nvl-1", "LEASED", OptionalLong.of(from + 60_000), leavesAt, List.of(node)))));
    }

    /** Lots of a firm hour, of which one has a node already. */
    public void giveFirm(long account, long hour, long lots) {
        Node node = new Node("b200-2", "DEPLOYING", "10.0.0.2", 2202, true);
        give(
                account,
                new Lease(
                        TestMarket.POOL + "-F-" + Hours.format(hour),
                        TestMarket.POOL,
                        Kind.FIRM,
                        Hours.startMillis(hour),
                        OptionalLong.of(Hours.startMillis(hour + 1)),
                        lots,
                        false,
                        List.of(new Lot(
                                "nvl-2", "DEPLOYING", OptionalLong.empty(), OptionalLong.empty(), List.of(node)))));
    }
}
