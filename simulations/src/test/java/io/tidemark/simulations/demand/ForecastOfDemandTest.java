package io.tidemark.simulations.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.forecast.Accuracy;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.facts.SurplusOutlook;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How good the operator's forecast is on the demand that simulations run on, outages and gangs included. */
class ForecastOfDemandTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long LOTS = 107;
    private static final long START = Hours.startMillis(Hours.parse("2026010500"));
    private static final long STEP = 5 * 60_000;
    private static final long DAYS = 180;
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    private static List<Accuracy> accuracy(long seed) {
        DemandSource demand = new TrainingPoolDemand(seed, POOL, LOTS, START, DemandShape.trainingPool());
        DemandForecast forecast = new DemandForecast(SurplusPolicy.forPool(POOL.sku(), LOTS));
        for (long at = START; at < START + DAYS * 24 * Hours.MILLIS; at += STEP) {
            forecast.observe(at, demand.snapshot(at));
        }
        return forecast.accuracy();
    }

    @Test
    void itIsBetterThanAsNowAndThanLastWeekAndItsQuantilesHold() {
        List<List<Accuracy>> runs =
                SEEDS.stream().map(ForecastOfDemandTest::accuracy).toList();
        for (int place = 0; place < runs.get(0).size(); place++) {
            int lead = place;
            List<Accuracy> its = runs.stream().map(run -> run.get(lead)).toList();
            String at = its.get(0).leadHours() + " h ahead: " + its;
            double error = its.stream().mapToDouble(Accuracy::meanError).sum();
            assertThat(error)
                    .as(at)
                    .isLessThan(
                            its.stream().mapToDouble(Accuracy::lastWeekError).sum());
            double asNow = its.stream().mapToDouble(Accuracy::asNowError).sum();
            // An hour ahead hardly anything has changed yet, and there is little to be better at.
            assertThat(error).as(at).isLessThan(its.get(0).leadHours() == 1 ? 1.08 * asNow : 0.97 * asNow);
            for (int level = 0; level < SurplusOutlook.LEVELS_BPS.size(); level++) {
                int held = level;
                double coverage = its.stream()
                        .mapToLong(accuracy -> accuracy.coverageBps().get(held))
                        .average()
                        .orElseThrow();
                // Eight weeks three times over are about twenty independent weeks: five points at the edges, ten
                // inside.
                long nominal = SurplusOutlook.LEVELS_BPS.get(level);
                double tolerance = nominal >= 9_000 ? 500 : 1_000;
                // Lots are whole, and a level that is met exactly has held: near by, one lot is a good part of the
                // spread.
                double wholeLot = 10_000 / (2 * error / its.size());
                assertThat(coverage).as(at).isBetween(nominal - tolerance, nominal + tolerance + wholeLot);
            }
        }
    }
}
