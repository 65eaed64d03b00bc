package io.tidemark.pricing.price;

import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Refusal;
import io.tidemark.pricing.publish.Refusal.Guard;
import io.tidemark.pricing.publish.Tranche;
import java.util.List;
import java.util.Optional;

/**
 * The last look at a ladder before it is published. The fold and the limits already make ladders that pass; the guards do
 * not believe them.
 */
record Guards(Band band, long stepBps) {
    /** Why a ladder may not be published, if so: the first guard it breaks. */
    Optional<Refusal> check(long hour, Ladder ladder, Optional<Ladder> earlier, long lotsOnHand) {
        List<Tranche> tranches = ladder.tranches();
        for (int i = 1; i < tranches.size(); i++) {
            long below = tranches.get(i - 1).ticks();
            if (tranches.get(i).ticks() <= below) {
                return refusal(hour, Guard.MONOTONE, tranches.get(i).ticks() + " ticks follow " + below);
            }
        }
        for (Tranche tranche : tranches) {
            if (!band.contains(tranche.ticks())) {
                return refusal(hour, Guard.INSIDE_STATIC_BAND, outside(tranche.ticks()));
            }
        }
        if (earlier.isPresent()) {
            Optional<Refusal> tooFar = step(hour, "floor", earlier.get().floorTicks(), ladder.floorTicks())
                    .or(() -> step(hour, "cap", earlier.get().capTicks(), ladder.capTicks()));
            if (tooFar.isPresent()) {
                return tooFar;
            }
        }
        if (ladder.lots() > lotsOnHand) {
            return refusal(hour, Guard.LOTS_ON_HAND, ladder.lots() + " lots of " + lotsOnHand);
        }
        return Optional.empty();
    }

    /**
     * What is published where a ladder was refused: the earlier one without the lots sold since, or nothing on offer if
     * there is none or the band has left it behind. Also a ladder without lots keeps the ends of its curve, for the next
     * one's step is taken from there.
     */
    Ladder kept(Ladder refused, Optional<Ladder> earlier, long lotsOnHand) {
        Ladder curve = earlier.orElse(refused);
        boolean stays =
                earlier.isPresent() && curve.tranches().stream().allMatch(tranche -> band.contains(tranche.ticks()));
        return stays
                ? curve.dearest(lotsOnHand)
                : new Ladder(band.nearest(curve.floorTicks()), band.nearest(curve.capTicks()), List.of());
    }

    /** The earlier price counts as if it were inside today's band: a band that moves may carry prices along. */
    private Optional<Refusal> step(long hour, String end, long earlier, long now) {
        long from = band.nearest(earlier);
        return Math.abs(now - from) > Limiter.reach(from, stepBps)
                ? refusal(hour, Guard.LARGEST_STEP, "the " + end + " goes from " + from + " to " + now + " ticks")
                : Optional.empty();
    }

    private String outside(long ticks) {
        return ticks + " ticks is outside " + band.lowTicks() + " to " + band.highTicks();
    }

    private static Optional<Refusal> refusal(long hour, Guard guard, String detail) {
        return Optional.of(new Refusal(hour, guard, detail));
    }
}
