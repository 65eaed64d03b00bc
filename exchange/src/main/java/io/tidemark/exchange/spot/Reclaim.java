package io.tidemark.exchange.spot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which leases end when so many lots must go back. */
public final class Reclaim {
    private static final Comparator<Contender> WORST_FIRST = Comparator.comparingLong(Contender::maxTicks)
            .thenComparing(Contender::startedAt, Comparator.reverseOrder())
            .thenComparingLong(Contender::bidId);

    private Reclaim() {}

    /**
     * Takes the lowest maximum first, then the latest start, then the id, gangs whole, until enough is freed; then walks
     * the selection from best to worst and gives back whole gangs and single lots while enough stays freed.
     *
     * @param leases running leases, {@code lots} being what each runs
     * @return lots to take by bid; a bid that keeps all is absent
     */
    public static NavigableMap<Long, Long> select(long need, List<Contender> leases) {
        List<Contender> taken = new ArrayList<>();
        long freed = 0;
        for (Contender lease : leases.stream().sorted(WORST_FIRST).toList()) {
            if (freed >= need) {
                break;
            }
            taken.add(lease);
            freed += lease.lots();
        }
        NavigableMap<Long, Long> result = new TreeMap<>();
        for (int i = taken.size() - 1; i >= 0; i--) {
            Contender lease = taken.get(i);
            long surplus = Math.max(0, freed - need);
            long givenBack;
            if (lease.gang()) {
                givenBack = surplus >= lease.lots() ? lease.lots() : 0;
            } else {
                givenBack = Math.min(surplus, lease.lots());
            }
            freed -= givenBack;
            if (givenBack < lease.lots()) {
                result.put(lease.bidId(), lease.lots() - givenBack);
            }
        }
        return result;
    }
}
