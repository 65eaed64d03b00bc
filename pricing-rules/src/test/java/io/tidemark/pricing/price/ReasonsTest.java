package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Reason;
import io.tidemark.pricing.publish.Reason.Subject;
import io.tidemark.pricing.publish.Step;
import io.tidemark.pricing.publish.Tranche;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a price is what is published, to the tick, and no rule that had a say is left out. */
class ReasonsTest {
    private final Pricer pricer = new Pricer(Samples.RULES);

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(20_261_118), LongStream.range(0, 20));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theStepsEndInWhatIsPublished(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Optional<PoolPrices> before = Optional.empty();
        for (int tick = 0; tick < 4; tick++) {
            PoolFacts facts = Samples.random(Samples.B200, random);
            PoolPrices prices = pricer.price(facts, before);
            for (HourFacts hour : facts.hours()) {
                HourPrices made = prices.hour(hour.hour()).orElseThrow();
                List<Reason> reasons = Reasons.of(facts, prices, hour.hour());
                assertThat(reasons).extracting(Reason::subject).containsExactly(Subject.values());
                assertThat(value(reasons, Subject.FAIR_VALUE, "fair_ticks")).isEqualTo(made.fairTicks());
                assertThat(value(reasons, Subject.ASK, "floor_ticks"))
                        .isEqualTo(made.asks().floorTicks());
                assertThat(value(reasons, Subject.ASK, "cap_ticks"))
                        .isEqualTo(made.asks().capTicks());
                assertThat(tranches(reasons, Subject.ASK)).isEqualTo(ticks(made.asks()));
                assertThat(tranches(reasons, Subject.SPOT_RESERVE)).isEqualTo(ticks(prices.spotReserve()));
                assertThat(value(reasons, Subject.BAND, "high_ticks"))
                        .isEqualTo(prices.band().highTicks());
                assertThat(value(reasons, Subject.FEES, "taker_bps"))
                        .isEqualTo(prices.terms().get(0).takerBps());
                assertThat(value(reasons, Subject.ORDER_LIMITS, "burst_orders"))
                        .isEqualTo(prices.terms().get(0).burstOrders());
                assertThat(value(reasons, Subject.BUY_BACK, "ceiling_ticks")).isEqualTo(prices.buyBackTicks());
                assertThat(value(reasons, Subject.RECLAIM_NOTICE, "notice_seconds"))
                        .isEqualTo(prices.reclaimNoticeSeconds());
                Set<Effect> told = new HashSet<>();
                reasons.forEach(reason -> told.addAll(reason.effects()));
                assertThat(told).containsAll(made.effects());
            }
            before = Optional.of(prices);
        }
    }

    private static long value(List<Reason> reasons, Subject subject, String step) {
        return of(reasons, subject).steps().stream()
                .filter(each -> each.name().equals(step))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<Long> tranches(List<Reason> reasons, Subject subject) {
        return of(reasons, subject).steps().stream()
                .filter(each -> each.name().equals("tranche_ticks"))
                .map(Step::value)
                .toList();
    }

    private static Reason of(List<Reason> reasons, Subject subject) {
        return reasons.stream()
                .filter(reason -> reason.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> ticks(Ladder ladder) {
        return ladder.tranches().stream().map(Tranche::ticks).toList();
    }

    @Test
    void ofAnHourThatWasNotPricedOnlyItsPoolIsTold() {
        PoolFacts facts = Samples.pool(5_000, Samples.hour(5, 10));
        assertThat(Reasons.of(facts, pricer.price(facts, Optional.empty()), Samples.epochHour(6)))
                .extracting(Reason::subject)
                .containsExactly(
                        Subject.SPOT_RESERVE,
                        Subject.BAND,
                        Subject.FEES,
                        Subject.ORDER_LIMITS,
                        Subject.RECLAIM_NOTICE,
                        Subject.BUY_BACK);
    }

    @Test
    void aBuyerReadsSentences() {
        PoolFacts facts = Samples.pool(5_000, Samples.hour(5, 10));
        List<Reason> reasons = Reasons.of(facts, pricer.price(facts, Optional.empty()), Samples.epochHour(5));
        assertThat(of(reasons, Subject.FEES).sentence())
                .isEqualTo(
                        "The fee is 0.05 % for the order that was resting and 0.2 % for the one that came in, because"
                                + " resting orders make the market; from 2000 lot-hours in thirty days on 0.03 % for the order"
                                + " that was resting and 0.15 % for the one that came in, because who trades much pays less;"
                                + " from 20000 lot-hours in thirty days on 0 % for the order that was resting and 0.1 % for the"
                                + " one that came in, because who makes the market pays least.");
        assertThat(of(reasons, Subject.ORDER_LIMITS).sentence())
                .startsWith(
                        "One group may have any number of an hour's lots, 100 orders a second and 1000 at once, because"
                                + " that is more than a person can enter; from 2000 lot-hours in thirty days on any number");
        assertThat(of(reasons, Subject.BUY_BACK).sentence())
                .startsWith("The operator buys titles back in the book for at most USD 6.40 per GPU-hour, because ");
        assertThat(of(reasons, Subject.RECLAIM_NOTICE).sentence())
                .startsWith("A spot lease that is taken back is told 600 seconds before");
        assertThat(of(reasons, Subject.BAND).sentence()).startsWith("Orders are taken from USD ");
        assertThat(of(reasons, Subject.SPOT_RESERVE).sentence()).startsWith("Spot is let at no less than USD ");
    }
}
