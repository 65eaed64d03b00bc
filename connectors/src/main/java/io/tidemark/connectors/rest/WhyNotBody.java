package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.View.WhyNot;
import org.jspecify.annotations.Nullable;

/**
 * Why an order or a bid does not trade, as a sentence and as figures.
 *
 * @param code what binds: PHASE_HOLDS, TOO_FEW_LOTS, TOO_LOW_A_LIMIT, SPOT_PRICE_ABOVE, RESERVE_ABOVE or
 *     NO_IDLE_LOTS
 * @param remedy what would help, a sentence
 * @param leastLimitPerGpuHour the least limit at which it, or more of it, would trade now
 * @param lotsAtLeastLimit how many lots would trade at that limit
 * @param limitForAllPerGpuHour the least limit at which all lots would trade now; absent if so many are not on offer
 */
record WhyNotBody(
        String code,
        String sentence,
        @Nullable String remedy,
        @Nullable String phase,
        @Nullable String endsAt,
        @Nullable String hour,
        @Nullable Long offeredLots,
        @Nullable Long neededLots,
        @Nullable String limitPerGpuHour,
        @Nullable String leastLimitPerGpuHour,
        @Nullable Long lotsAtLeastLimit,
        @Nullable String limitForAllPerGpuHour) {

    static WhyNotBody of(WhyNot why) {
        WhyNotBody body = inTheWay(why);
        return new WhyNotBody(
                body.code,
                body.sentence,
                remedy(why),
                body.phase,
                body.endsAt,
                body.hour,
                body.offeredLots,
                body.neededLots,
                body.limitPerGpuHour,
                body.leastLimitPerGpuHour,
                body.lotsAtLeastLimit,
                body.limitForAllPerGpuHour);
    }

    private static String remedy(WhyNot why) {
        if (why instanceof WhyNot.PhaseHolds holds) {
            return holds.phase() == Phase.CALL
                    ? "Nothing needs to be done: it takes part in the call."
                    : "Wait until trading is resumed.";
        } else if (why instanceof WhyNot.TooFewLots few) {
            return (few.offeredLots() == 0
                            ? "Leave that hour out"
                            : "Ask for at most " + Lots.format(few.offeredLots()))
                    + ", or wait for supply or for somebody who sells.";
        } else if (why instanceof WhyNot.TooLowALimit low) {
            boolean more = low.limitForAll() > 0 && low.lots() < low.askedLots();
            return "Raise the limit to " + Price.format(low.leastLimit())
                    + (more ? ", or to " + Price.format(low.limitForAll()) + " for all of it." : ".");
        } else if (why instanceof WhyNot.SpotPriceAbove above) {
            return "Raise the maximum to " + Price.format(above.spotTicks())
                    + ", or wait for the auction of the next hour.";
        } else if (why instanceof WhyNot.ReserveAbove above && above.offeredLots() > 0) {
            return "Bid for at most " + Lots.format(above.offeredLots())
                    + ", or wait for the auction of the next hour.";
        } else if (why instanceof WhyNot.NoIdleLots idle && idle.idleLots() > 0) {
            return "Bid for at most " + Lots.format(idle.idleLots()) + ", or wait for the auction of the next hour.";
        }
        return "Wait for the auction of the next hour.";
    }

    private static WhyNotBody inTheWay(WhyNot why) {
        if (why instanceof WhyNot.PhaseHolds holds) {
            return phase(holds);
        } else if (why instanceof WhyNot.TooFewLots few) {
            String hour = Hours.format(few.hour());
            return lots(
                    "TOO_FEW_LOTS",
                    "Hour " + hour + " offers " + Lots.format(few.offeredLots()) + ", " + few.neededLots()
                            + (few.neededLots() == 1 ? " is" : " are") + " needed.",
                    hour,
                    few.offeredLots(),
                    few.neededLots());
        } else if (why instanceof WhyNot.TooLowALimit low) {
            return limit(low);
        } else if (why instanceof WhyNot.ReserveAbove above) {
            return new WhyNotBody(
                    "RESERVE_ABOVE",
                    keptBack(above),
                    null,
                    null,
                    null,
                    null,
                    above.offeredLots(),
                    above.neededLots(),
                    null,
                    Amounts.perGpuHour(above.reserveTicks()),
                    null,
                    null);
        } else if (why instanceof WhyNot.SpotPriceAbove above) {
            return prices(
                    "SPOT_PRICE_ABOVE",
                    "The spot price is " + Price.format(above.spotTicks()) + " USD per GPU-hour, the maximum is "
                            + Price.format(above.maxTicks()) + ".",
                    above.maxTicks(),
                    above.spotTicks());
        } else if (why instanceof WhyNot.NoIdleLots idle) {
            return lots(
                    "NO_IDLE_LOTS",
                    idle.idleLots() + " spot lots are idle in the running hour, " + idle.neededLots()
                            + " are needed; the bid stands for the auction of the next hour.",
                    null,
                    idle.idleLots(),
                    idle.neededLots());
        }
        throw new IllegalStateException("no words for " + why);
    }

    private static String keptBack(WhyNot.ReserveAbove above) {
        if (above.spotTicks() == 0) {
            return "The rules offer no lot to spot now; the bid stands for the auction of the next hour.";
        }
        String offered = above.offeredLots() + (above.offeredLots() == 1 ? " idle lot is" : " idle lots are")
                + " offered at the spot price of " + Price.format(above.spotTicks()) + " USD per GPU-hour, "
                + above.neededLots() + (above.neededLots() == 1 ? " is" : " are") + " needed";
        return above.reserveTicks() == 0
                ? offered + ": so many are not offered at any price."
                : offered + "; the reserve of so many is " + Price.format(above.reserveTicks())
                        + ". The bid stands for the auction of the next hour.";
    }

    private static WhyNotBody limit(WhyNot.TooLowALimit low) {
        String sentence = "The lots are there, but dearer: with a limit of " + Price.format(low.leastLimit())
                + " USD per GPU-hour instead of " + Price.format(low.limit());
        if (low.lots() == low.askedLots()) {
            sentence += " " + (low.lots() == 1 ? "it" : Lots.all(low.lots())) + " would trade now.";
        } else {
            sentence += " " + low.lots() + " of " + Lots.format(low.askedLots()) + " would trade now, "
                    + (low.limitForAll() == 0
                            ? "and so many are not on offer at any price."
                            : "with " + Price.format(low.limitForAll()) + " all of them.");
        }
        return new WhyNotBody(
                "TOO_LOW_A_LIMIT",
                sentence,
                null,
                null,
                null,
                null,
                null,
                low.askedLots(),
                Price.format(low.limit()),
                Price.format(low.leastLimit()),
                low.lots(),
                Amounts.perGpuHour(low.limitForAll()));
    }

    private static WhyNotBody phase(WhyNot.PhaseHolds holds) {
        String until = Amounts.instant(holds.endsAt());
        String sentence = holds.phase() == Phase.CALL
                ? "A call is running" + (until == null ? "" : " until " + until) + "; orders trade when it ends."
                : "The pool is " + holds.phase() + ": nothing trades, and nothing can be entered until it is resumed.";
        return new WhyNotBody(
                "PHASE_HOLDS", sentence, null, holds.phase().name(), until, null, null, null, null, null, null, null);
    }

    private static WhyNotBody lots(String code, String sentence, @Nullable String hour, long offered, long needed) {
        return new WhyNotBody(code, sentence, null, null, null, hour, offered, needed, null, null, null, null);
    }

    private static WhyNotBody prices(String code, String sentence, long limit, long least) {
        return new WhyNotBody(
                code,
                sentence,
                null,
                null,
                null,
                null,
                null,
                null,
                Price.format(limit),
                Price.format(least),
                null,
                null);
    }
}
