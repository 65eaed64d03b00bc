package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Group;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Brings what the rules want inside the band and within the largest step of what was published, and says so as an effect.
 *
 * <p>Without this a price that wants to jump would be refused by the guard in every tick and never arrive; so it walks.
 * The step is taken on the fair value and on the two ends of a ladder's curve. It is not taken on single tranches: when
 * lots are sold the best ask moves along the curve, as far as the curve says.
 */
final class Limiter {
    private static final String TABLE = "limits";
    private static final long WHOLE_BPS = 10_000;

    private final Band band;
    private final long stepBps;
    private final long hour;
    private final List<Effect> effects;

    private Limiter(Band band, long stepBps, long hour, List<Effect> effects) {
        this.band = band;
        this.stepBps = stepBps;
        this.hour = hour;
        this.effects = new ArrayList<>(effects);
    }

    /** The effects on an hour with those of the limits, sorted. */
    static List<Effect> hour(
            HourFacts hour, List<Effect> effects, Band band, long stepBps, Optional<Earlier.Hour> earlier) {
        Limiter limiter = new Limiter(band, stepBps, hour.hour(), effects);
        Effects wanted = new Effects(effects);
        Optional<Ladder> asks = earlier.map(Earlier.Hour::asks);
        long fair =
                limiter.limited(Output.FAIR_TICKS, Fold.wantedFair(hour, wanted), earlier.map(Earlier.Hour::fairTicks));
        long floor = limiter.limited(
                Output.LADDER_FLOOR_TICKS, Fold.wantedFloor(fair, wanted), asks.map(Ladder::floorTicks));
        limiter.limited(Output.LADDER_CAP_TICKS, Fold.wantedCap(fair, floor, wanted), asks.map(Ladder::capTicks));
        return limiter.sorted();
    }

    /** The effects on a pool with those of the limits on its spot reserve, sorted. */
    static List<Effect> reserve(List<Effect> effects, Band band, long stepBps, Optional<Ladder> earlier) {
        Limiter limiter = new Limiter(band, stepBps, Effect.WHOLE_POOL, effects);
        Effects wanted = new Effects(effects);
        limiter.limited(
                Output.LADDER_FLOOR_TICKS,
                Fold.wantedReserve(wanted, Output.FIRST_PRICE_BPS),
                earlier.map(Ladder::floorTicks));
        limiter.limited(
                Output.LADDER_CAP_TICKS,
                Fold.wantedReserve(wanted, Output.REST_PRICE_BPS),
                earlier.map(Ladder::capTicks));
        return limiter.sorted();
    }

    /** Whether an effect tells that something was changed here. */
    static boolean isOfLimits(Effect effect) {
        return effect.group() == Group.LIMITS;
    }

    /** How far a price may go from what it was: rounded down, but a tick at least, else a low price could never move. */
    static long reach(long ticks, long stepBps) {
        return Math.max(1, Math.multiplyExact(ticks, stepBps) / WHOLE_BPS);
    }

    private long limited(Output output, long wanted, Optional<Long> earlier) {
        long inside = band.nearest(wanted);
        long allowed = earlier.isPresent() ? stepped(inside, band.nearest(earlier.get())) : inside;
        String reason = allowed == inside ? "the band of the pool ends there" : "no price moves further at once";
        if (allowed != wanted) {
            effects.add(new Effect(
                    TABLE + "/" + output.column(), TABLE, 0, hour, output, allowed, "wanted=" + wanted, reason));
        }
        return allowed;
    }

    private long stepped(long wanted, long from) {
        long reach = reach(from, stepBps);
        return Math.max(from - reach, Math.min(from + reach, wanted));
    }

    private List<Effect> sorted() {
        Collections.sort(effects);
        return List.copyOf(effects);
    }
}
