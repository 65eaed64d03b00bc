package io.tidemark.connectors.explain;

import io.tidemark.connectors.explain.PriceExplanation.PricePart;
import io.tidemark.connectors.explain.PriceExplanation.PriceStep;
import io.tidemark.exchange.pool.MarketRules;
import java.math.BigDecimal;
import java.util.List;

/** What is owed or paid by terms that no pricing rule says. */
final class HouseTerms {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private HouseTerms() {}

    /** What the holder of a lot gets that is not delivered. */
    static PricePart compensation(MarketRules rules) {
        long grace = rules.failureGrace();
        long young = rules.youngLease();
        return new PricePart(
                "COMPENSATION",
                null,
                "A firm lot that is missing is not paid for, fees included; if it is curtailed, or fails for more than "
                        + grace / MINUTE + " minutes of an hour, its holder gets for the time missed "
                        + BigDecimal.valueOf(rules.damagesBps(), 2)
                                .stripTrailingZeros()
                                .toPlainString()
                        + " % of what it paid, or of the index of the hour if that is lower; or what such a lot costs more"
                        + " now, if that is more. A spot lease that is taken back in its first " + young / MINUTE
                        + " minutes gets the running hour free.",
                List.of(
                        new PriceStep(
                                "damages_bps", "of the lower of own price and index, at least", rules.damagesBps()),
                        new PriceStep("failure_grace_seconds", "undelivered in an hour, refunded only", grace / SECOND),
                        new PriceStep("young_lease_seconds", "the running hour is free until", young / SECOND),
                        new PriceStep(
                                "curtailment_notice_seconds",
                                "from a curtailment to the first hour it takes, at least",
                                rules.curtailmentNotice() / SECOND)),
                List.of(),
                List.of());
    }
}
