package io.tidemark.pricing.publish;

import java.util.ArrayList;
import java.util.List;

/**
 * Lots on offer, cheapest first.
 *
 * @param floorTicks where the curve starts: the price of the first lot of the hour, sold or not
 * @param capTicks where the curve ends: the price towards which the last lot goes
 * @param tranches what is still on offer; may be empty
 */
public record Ladder(long floorTicks, long capTicks, List<Tranche> tranches) {
    public Ladder {
        tranches = List.copyOf(tranches);
    }

    /** Lots of all tranches. */
    public long lots() {
        return tranches.stream().mapToLong(Tranche::lots).sum();
    }

    /** The dearest lots of this ladder, at most so many: what is left of it once the cheap lots are sold. */
    public Ladder dearest(long lots) {
        List<Tranche> kept = new ArrayList<>();
        long left = lots;
        for (int i = tranches.size() - 1; i >= 0 && left > 0; i--) {
            Tranche tranche = tranches.get(i);
            long some = Math.min(left, tranche.lots());
            kept.add(0, new Tranche(tranche.ticks(), some));
            left -= some;
        }
        return new Ladder(floorTicks, capTicks, kept);
    }
}
