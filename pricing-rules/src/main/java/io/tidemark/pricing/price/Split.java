package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Output;
import java.util.Optional;

/**
 * Which lots of an hour become firm titles, and which are protected for spot.
 *
 * <p>Littlewood's argument about one more lot, with a capacity that is not certain: let {@code P} be the probability that
 * the surplus reaches the lot, and the firm price 1. Minted firm it earns 1 with {@code P} and costs {@code loss}
 * otherwise; left to spot it earns {@code spot} with {@code P}, and nothing otherwise. Firm is better while
 * {@code P - (1 - P) x loss >= P x spot}, which is {@code P >= loss / (1 - spot + loss)}.
 */
public final class Split {
    private static final String TABLE = "forecast";
    private static final long WHOLE_BPS = 10_000;

    private Split() {}

    /**
     * How sure of a lot the forecast must be for it to be minted firm, in basis points; rounded up, against the risk.
     *
     * @param lossBps what it costs if the lot is not there, as a share of the firm price, above 0
     * @param spotBps what the lot fetches as spot, as a share of the firm price, at most 10,000
     */
    public static long certaintyBps(long lossBps, long spotBps) {
        long stake = WHOLE_BPS - spotBps + lossBps;
        return Math.floorDiv(Math.multiplyExact(lossBps, WHOLE_BPS) + stake - 1, stake);
    }

    /** What the forecast makes worth the risk, as an effect that tells how; empty where nothing is forecast. */
    static Optional<Effect> ofForecast(HourFacts hour, Effects effects) {
        if (!hour.outlook().isKnown()) {
            return Optional.empty();
        }
        long certainty = certaintyBps(effects.one(Output.FIRM_LOSS_BPS), effects.one(Output.SPOT_WORTH_BPS));
        long most = shareOf(hour.capacityLots(), effects.one(Output.FIRM_CAP_BPS));
        long sure = hour.outlook().lotsAt(certainty);
        long firm = Math.min(sure, most);
        return Optional.of(new Effect(
                TABLE + "/" + Output.FIRM_LOTS.column(),
                TABLE,
                0,
                hour.hour(),
                Output.FIRM_LOTS,
                firm,
                "certainty_bps=" + certainty + " sure_lots=" + sure + " expected_lots="
                        + hour.outlook().p50() + " protected_lots=" + Math.max(0, hour.capacityLots() - firm),
                sure <= most ? "more may be needed by the owner of the machines" : "the others are kept for spot"));
    }

    /** A share of lots, rounded down: a lot that is not whole cannot be delivered. */
    static long shareOf(long lots, long bps) {
        return lots * bps / WHOLE_BPS;
    }
}
