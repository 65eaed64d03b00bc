package io.tidemark.exchange.spot;

import java.util.List;

/** The reserve ladder, cut to the supply, while lots are taken from its cheap end. */
final class ReserveLadder {
    private final List<Tranche> tranches;
    private final long supply;
    private long taken;

    ReserveLadder(List<Tranche> tranches, long supply) {
        this.tranches = List.copyOf(tranches);
        this.supply = Math.min(
                Math.max(supply, 0), tranches.stream().mapToLong(Tranche::lots).sum());
    }

    /** Lots not yet taken whose reserve is at most so many ticks. */
    long lotsWithin(long maxTicks) {
        long within = 0;
        for (Tranche tranche : tranches) {
            if (tranche.ticks() <= maxTicks) {
                within += tranche.lots();
            }
        }
        return Math.max(0, Math.min(within, supply) - taken);
    }

    void take(long lots) {
        taken += lots;
    }

    /** The reserve of the dearest lot taken, where one is. */
    long margin() {
        long passed = 0;
        for (Tranche tranche : tranches) {
            passed += tranche.lots();
            if (passed >= taken) {
                return tranche.ticks();
            }
        }
        return 0;
    }

    long lowest() {
        return tranches.stream()
                .filter(tranche -> tranche.lots() > 0)
                .mapToLong(Tranche::ticks)
                .findFirst()
                .orElse(0);
    }
}
