package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Tranche;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every pool, in every tick of a walk through random facts.
 *
 * <p>A failure names its seed; put the seed first in {@link #seeds()} to see it again.
 */
class PricerRandomTest {
    private static final int TICKS = 12;
    private static final List<PoolId> POOLS =
            Arrays.stream(Sku.values()).map(sku -> new PoolId(sku, "PRN1")).toList();

    private final Pricer pricer = new Pricer(Samples.RULES);

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(20_261_118), new SplittableRandom().longs(25));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTickKeepsEveryPromise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PoolId pool = POOLS.get(random.nextInt(POOLS.size()));
        Optional<PoolPrices> previous = Optional.empty();
        for (int tick = 0; tick < TICKS; tick++) {
            PoolFacts facts = Samples.random(pool, random);
            PoolPrices prices = pricer.price(facts, previous);
            assertThat(pricer.price(facts, previous)).as("tick %d again", tick).isEqualTo(prices);
            assertThat(prices.refusals()).as("tick %d", tick).isEmpty();
            assertThat(prices.hours()).hasSameSizeAs(facts.hours());
            assertThat(prices.reclaimNoticeSeconds()).isGreaterThanOrEqualTo(120);
            assertThat(prices.band().lowTicks())
                    .isGreaterThanOrEqualTo(facts.limits().floorTicks());
            assertThat(prices.band().highTicks())
                    .isLessThanOrEqualTo(facts.limits().capTicks());

            check(prices, prices.spotReserve(), facts.spotLots());
            reserveFollowsFromEffects(prices);
            for (int i = 0; i < facts.hours().size(); i++) {
                HourFacts hour = facts.hours().get(i);
                HourPrices its = prices.hours().get(i);
                check(prices, its.asks(), its.firmLots() - hour.soldLots());
                followsFromEffects(hour, its);
                Optional<PoolPrices> before = previous;
                before.flatMap(earlier -> earlier.hour(hour.hour()))
                        .ifPresent(earlier -> stepIsKept(facts, prices, earlier, its));
            }
            previous = Optional.of(prices);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theOrderOfEffectsChangesNoPrice(long seed) {
        PoolFacts facts = Samples.random(Samples.B200, new SplittableRandom(seed));
        PoolPrices prices = pricer.price(facts, Optional.empty());
        for (int i = 0; i < facts.hours().size(); i++) {
            HourPrices its = prices.hours().get(i);
            List<Effect> shuffled = new ArrayList<>(its.effects());
            Collections.shuffle(shuffled, new Random(seed));
            HourPrices again = Fold.hour(facts.hours().get(i), shuffled, Curve.FLAT_THEN_EXPONENTIAL);
            assertThat(again.fairTicks()).isEqualTo(its.fairTicks());
            assertThat(again.asks()).isEqualTo(its.asks());
        }
    }

    private static void check(PoolPrices prices, Ladder ladder, long lots) {
        assertThat(ladder.lots()).isEqualTo(lots);
        assertThat(ladder.tranches()).allMatch(tranche -> prices.band().contains(tranche.ticks()));
        assertThat(ladder.tranches().stream().map(Tranche::ticks).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(ladder.floorTicks()).isLessThanOrEqualTo(ladder.capTicks());
    }

    private static void stepIsKept(PoolFacts facts, PoolPrices prices, HourPrices earlier, HourPrices now) {
        near(facts, prices, earlier.fairTicks(), now.fairTicks());
        near(facts, prices, earlier.asks().floorTicks(), now.asks().floorTicks());
        near(facts, prices, earlier.asks().capTicks(), now.asks().capTicks());
    }

    private static void near(PoolFacts facts, PoolPrices prices, long earlier, long now) {
        long from = Math.min(
                Math.max(earlier, prices.band().lowTicks()), prices.band().highTicks());
        BigDecimal step = BigDecimal.valueOf(from).multiply(bps(facts.limits().largestStepBps()));
        assertThat(BigDecimal.valueOf(now - from).abs()).isLessThanOrEqualTo(step.max(BigDecimal.ONE));
    }

    /** The price once more, from the explanation alone, by other arithmetic than the fold's. */
    private static void followsFromEffects(HourFacts hour, HourPrices prices) {
        List<Effect> effects = prices.effects();
        BigDecimal factor = effects.stream()
                .filter(effect -> effect.output() == Output.FAIR_BPS)
                .map(effect -> bps(effect.value()))
                .reduce(BigDecimal.ONE, BigDecimal::add)
                .max(BigDecimal.ZERO);
        BigDecimal weight = bps(value(effects, Output.REFERENCE_WEIGHT_BPS));
        BigDecimal model =
                BigDecimal.valueOf(value(effects, Output.ANCHOR_TICKS)).multiply(factor);
        BigDecimal mixed = model.multiply(BigDecimal.ONE.subtract(weight))
                .add(BigDecimal.valueOf(hour.referenceTicks()).multiply(weight));
        long fair = find(effects, Output.FAIR_TICKS).orElse(ticks(mixed));
        assertThat(prices.fairTicks()).isEqualTo(fair);

        long share = hour.capacityLots() * value(effects, Output.FIRM_SHARE_BPS) / 10_000;
        assertThat(prices.firmLots())
                .isEqualTo(Math.max(
                        hour.soldLots(), find(effects, Output.FIRM_LOTS).orElse(share)));
        assertThat(find(effects, Output.FIRM_LOTS).isPresent())
                .isEqualTo(hour.outlook().isKnown());

        long start = ticks(BigDecimal.valueOf(fair).multiply(bps(value(effects, Output.LADDER_FLOOR_BPS))));
        long floor = find(effects, Output.LADDER_FLOOR_TICKS).orElse(markedDown(start, effects));
        assertThat(prices.asks().floorTicks()).isEqualTo(floor);

        long end = ticks(BigDecimal.valueOf(fair).multiply(bps(value(effects, Output.LADDER_CAP_BPS))));
        long cap = find(effects, Output.LADDER_CAP_TICKS).orElse(Math.max(floor, markedDown(end, effects)));
        assertThat(prices.asks().capTicks()).isEqualTo(cap);

        assertThat(prices.asks().tranches())
                .isEqualTo(Curve.FLAT_THEN_EXPONENTIAL.tranches(
                        floor, cap, prices.firmLots(), hour.soldLots(), (int) value(effects, Output.TRANCHES)));
    }

    private static long markedDown(long ticks, List<Effect> effects) {
        long way = Math.max(0, ticks - value(effects, Output.AVOIDABLE_TICKS));
        return ticks - ticks(BigDecimal.valueOf(way).multiply(bps(value(effects, Output.MARKDOWN_BPS))));
    }

    private static void reserveFollowsFromEffects(PoolPrices prices) {
        BigDecimal anchor = BigDecimal.valueOf(value(prices.effects(), Output.ANCHOR_TICKS));
        long first = find(prices.effects(), Output.LADDER_FLOOR_TICKS)
                .orElse(ticks(anchor.multiply(bps(value(prices.effects(), Output.FIRST_PRICE_BPS)))));
        long rest = find(prices.effects(), Output.LADDER_CAP_TICKS)
                .orElse(ticks(anchor.multiply(bps(value(prices.effects(), Output.REST_PRICE_BPS)))));
        assertThat(prices.spotReserve().floorTicks()).isEqualTo(first);
        assertThat(prices.spotReserve().capTicks()).isEqualTo(rest);
    }

    private static long value(List<Effect> effects, Output output) {
        return find(effects, output).orElseThrow();
    }

    private static Optional<Long> find(List<Effect> effects, Output output) {
        return effects.stream()
                .filter(effect -> effect.output() == output)
                .map(Effect::value)
                .findFirst();
    }

    private static BigDecimal bps(long value) {
        return BigDecimal.valueOf(value, 4);
    }

    private static long ticks(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
