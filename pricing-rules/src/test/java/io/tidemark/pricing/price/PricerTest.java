package io.tidemark.pricing.price;

import static io.tidemark.pricing.Samples.LIMITS;
import static io.tidemark.pricing.Samples.RULES;
import static io.tidemark.pricing.Samples.epochHour;
import static io.tidemark.pricing.Samples.hour;
import static io.tidemark.pricing.Samples.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Refusal;
import io.tidemark.pricing.publish.Refusal.Guard;
import io.tidemark.pricing.publish.Terms;
import io.tidemark.pricing.publish.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PricerTest {
    private final Pricer pricer = new Pricer(RULES);

    @Test
    void aBusierPoolIsDearer() {
        long idle = fair(2_000);
        long planned = fair(7_000);
        long busy = fair(9_000);
        long full = fair(9_900);
        assertThat(List.of(idle, planned, busy, full)).isSorted().doesNotHaveDuplicates();
        assertThat(reserve(2_000)).isLessThan(reserve(7_000));
        assertThat(reserve(7_000)).isLessThan(reserve(9_900));
    }

    @Test
    void anUnsoldHourBecomesCheaperAsItComesNearer() {
        assertThat(bestAsk(hour(30, 20))).isGreaterThan(bestAsk(hour(20, 20)));
        assertThat(bestAsk(hour(20, 20))).isGreaterThan(bestAsk(hour(5, 20)));
        assertThat(bestAsk(hour(5, 20))).isGreaterThan(bestAsk(hour(0, 20)));
    }

    @Test
    void anHourThatSellsIsDearer() {
        assertThat(bestAsk(hour(30, 25))).isGreaterThan(bestAsk(hour(30, 5)));
    }

    @Test
    void lessIsPromisedFirmTheFurtherAwayItIs() {
        PoolPrices prices = price(pool(7_000, hour(2, 0), hour(12, 0), hour(48, 0), hour(120, 0)));
        assertThat(prices.hours()).map(HourPrices::firmLots).containsExactly(60L, 45L, 30L, 20L);
    }

    @Test
    void whatIsSoldStaysSoldWhateverTheCapacity() {
        HourFacts shrunk = HourFacts.at(Samples.NOON, epochHour(2), 10, 80, 50, 0);
        HourPrices prices = price(pool(7_000, shrunk)).hours().get(0);
        assertThat(prices.firmLots()).isEqualTo(50);
        assertThat(prices.asks().tranches()).isEmpty();
    }

    @Test
    void bandTermsNoticeAndCeilingComeFromTheTables() {
        PoolPrices prices = price(pool(9_500));
        assertThat(prices.band()).isEqualTo(new Band(45, 1_280, 6_000));
        assertThat(prices.terms())
                .extracting(Terms::fromLotHours, Terms::makerBps, Terms::takerBps)
                .containsExactly(tuple(0L, 5L, 20L), tuple(2_000L, 3L, 15L), tuple(20_000L, 0L, 10L));
        assertThat(prices.terms())
                .extracting(Terms::positionLimitBps, Terms::ordersPerSecond, Terms::burstOrders)
                .containsExactly(tuple(0L, 100L, 1_000L), tuple(0L, 500L, 5_000L), tuple(0L, 2_000L, 20_000L));
        assertThat(prices.buyBackTicks()).isEqualTo(1_120);
        assertThat(prices.reclaimNoticeSeconds()).isEqualTo(120);
        assertThat(prices.ruleSetId()).isEqualTo(RULES.id());
        assertThat(prices.hours()).isEmpty();
        assertThat(prices.hour(epochHour(1))).isEmpty();
        assertThat(prices.explain(epochHour(1))).isEmpty();
    }

    @Test
    void theRulesMayTightenTheLimitsOfThePoolButNotWidenThem() {
        // The rules want 32 to 1280 ticks.
        assertThat(price(limited(new Limits(1, 100_000, 2_500))).band()).isEqualTo(new Band(32, 1_280, 6_000));
        assertThat(price(limited(new Limits(100, 1_000, 2_500))).band()).isEqualTo(new Band(100, 1_000, 6_000));
    }

    @Test
    void aPriceThatWantsToJumpWalksThereStepByStep() {
        Limits tenPercent = new Limits(45, 2_000, 1_000);
        PoolPrices prices = price(pool(Samples.B200, 0, tenPercent, List.of(hour(10, 40))));
        assertThat(prices.hours().get(0).fairTicks()).isEqualTo(266);
        List<Long> walk = new ArrayList<>();
        for (int tick = 0; tick < 6; tick++) {
            prices = pricer.price(pool(Samples.B200, 9_900, tenPercent, List.of(hour(10, 40))), Optional.of(prices));
            walk.add(prices.hours().get(0).fairTicks());
        }
        assertThat(walk).containsExactly(292L, 321L, 353L, 388L, 410L, 410L);
        assertThat(prices.refusals()).isEmpty();
    }

    @Test
    void aLimitedPriceSaysWhatItWasMeantToBe() {
        Limits onePercent = new Limits(45, 2_000, 100);
        PoolPrices before = price(pool(Samples.B200, 0, onePercent, List.of(hour(10, 40))));
        PoolPrices after =
                pricer.price(pool(Samples.B200, 9_900, onePercent, List.of(hour(10, 40))), Optional.of(before));
        assertThat(after.hours().get(0).effects())
                .contains(new Effect(
                        "limits/fair_ticks",
                        "limits",
                        0,
                        epochHour(10),
                        Output.FAIR_TICKS,
                        268,
                        "wanted=410",
                        "no price moves further at once"));
    }

    @Test
    void theReserveWalksToo() {
        PoolPrices before = price(pool(0));
        PoolPrices after = pricer.price(pool(9_900), Optional.of(before));
        assertThat(before.spotReserve().floorTicks()).isEqualTo(106);
        assertThat(after.spotReserve().floorTicks()).isEqualTo(132);
        assertThat(after.spotReserve().tranches()).first().isEqualTo(new Tranche(132, 12));
    }

    @Test
    void whereALadderIsRefusedTheEarlierOneStaysWithoutWhatWasSoldSince() {
        PoolPrices before = price(pool(7_000, hour(10, 0), hour(11, 0)));
        Pricer broken = new Pricer(
                RULES,
                (floor, cap, firm, sold, count) -> List.of(new Tranche(cap, firm - sold - 1), new Tranche(floor, 1)));
        PoolPrices after = broken.price(pool(7_000, hour(10, 30)), Optional.of(before));

        assertThat(after.refusals()).containsExactly(new Refusal(epochHour(10), Guard.MONOTONE, floorAfterCap(after)));
        Ladder asks = after.hours().get(0).asks();
        assertThat(asks).isEqualTo(before.hours().get(0).asks().dearest(15));
        assertThat(broken.counts()).isEqualTo(new Pricer.Counts(1, 0, 1));
    }

    @Test
    void whereAFirstLadderIsRefusedNothingIsOffered() {
        Pricer broken = new Pricer(RULES, (floor, cap, firm, sold, count) -> List.of(new Tranche(9_999, 1)));
        PoolPrices prices = broken.price(pool(7_000, hour(10, 0)), Optional.empty());
        assertThat(prices.hours().get(0).asks().tranches()).isEmpty();
        assertThat(prices.refusals()).map(Refusal::guard).containsExactly(Guard.INSIDE_STATIC_BAND);
    }

    @Test
    void afterARefusalTheNextLadderIsWhole() {
        PoolFacts facts = pool(7_000, hour(10, 0));
        Pricer broken = new Pricer(RULES, (floor, cap, firm, sold, count) -> List.of(new Tranche(9_999, 1)));
        PoolPrices refused = broken.price(facts, Optional.empty());
        assertThat(pricer.price(facts, Optional.of(refused)).hours())
                .isEqualTo(price(facts).hours());
    }

    @Test
    void afterAFailureNothingOfTheTickExistsAndTheNextOneIsWhole() {
        PoolFacts impossible = limited(new Limits(5_000, 6_000, 2_500));
        assertThatExceptionOfType(PricingFailedException.class)
                .isThrownBy(() -> price(impossible))
                .withMessage("no prices for B200X8.PRN1: the band of the rules lies outside the limits of the pool:"
                        + " 5000 ticks is above 1280");
        assertThat(price(pool(7_000, hour(10, 0))).hours()).hasSize(1);
        assertThat(pricer.counts()).isEqualTo(new Pricer.Counts(1, 1, 0));
    }

    @Test
    void pricesOfAnotherPoolAreNoEarlierPrices() {
        PoolPrices other = price(pool(PoolId.parse("GB200R64.HYP1"), 7_000, LIMITS, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pricer.price(pool(7_000), Optional.of(other)))
                .withMessage("the earlier prices are of GB200R64.HYP1, not of B200X8.PRN1");
    }

    @Test
    void aBuyerCanReadWhy() {
        assertThat(price(pool(9_000, hour(3, 40, 400))).explain(epochHour(3)))
                .contains("A GPU-hour of B200X8.PRN1 from 2026111815 UTC is worth USD 3.85: it starts at 3.20 because"
                        + " that is the usual level of an HGX B200 server, +7 % of that because America works, +10 % of"
                        + " that because the pool is busy today, the last price weighs 40 % because trades close to"
                        + " delivery know most, the asks go 30 % of the way down to cost because less than six"
                        + " hours are left to sell it; the operator offers 20 lots from 2.59: the cheapest of them is"
                        + " lot 41 of 60 on a curve from 2.42 to 4.18.");
    }

    private PoolPrices price(PoolFacts facts) {
        return pricer.price(facts, Optional.empty());
    }

    private static PoolFacts limited(Limits limits) {
        return pool(Samples.B200, 7_000, limits, List.of());
    }

    private long fair(long utilisationBps) {
        return price(pool(utilisationBps, hour(10, 40))).hours().get(0).fairTicks();
    }

    private long reserve(long utilisationBps) {
        return price(pool(utilisationBps)).spotReserve().tranches().get(0).ticks();
    }

    private long bestAsk(HourFacts hour) {
        return price(pool(7_000, hour)).hours().get(0).asks().tranches().get(0).ticks();
    }

    /** The hour's prices keep what was refused in their effects, so the curve can be told from them. */
    private static String floorAfterCap(PoolPrices prices) {
        Effects effects = new Effects(prices.hours().get(0).effects());
        long floor = Fold.wantedFloor(prices.hours().get(0).fairTicks(), effects);
        long cap = Fold.wantedCap(prices.hours().get(0).fairTicks(), floor, effects);
        return floor + " ticks follow " + cap;
    }
}
