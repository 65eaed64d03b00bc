package io.tidemark.fleet.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long LOTS = 100;
    private static final SurplusPolicy POLICY = SurplusPolicy.forPool(POOL.sku(), LOTS);
    private static final long MINUTE = 60_000;
    private static final long EIGHT = Hours.parse("2026112108");

    private final OperatorDesk desk = new OperatorDesk(
            POOL,
            new SurplusTracker(POLICY),
            new DemandForecast(POLICY),
            new Pricer(RuleSet.builtIn()),
            new Limits(30, 5_000, 2_500),
            Machines.everReady());

    /** One step with every lot in internal use; says whether supply was offered. */
    private boolean offersAt(long minute) {
        long now = Hours.startMillis(EIGHT) + minute * MINUTE;
        HourView ten = new HourView(EIGHT + 2, HourState.LISTED, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());
        PoolView view = (PoolView) new PoolEngine(POOL).answer(new Query.PoolStatus());
        return desk.step(now, new DemandSnapshot(now, LOTS, LOTS, 0, false), view, List.of(ten)).commands().stream()
                .anyMatch(Command.OfferSupply.class::isInstance);
    }

    @Test
    void anHourFarAheadHasWhatIsExpectedThenAndNotWhatIsThereNow() {
        // Twelve weeks of 60 lots by night and 90 by day, from six to eighteen.
        DemandForecast watched = new DemandForecast(POLICY);
        long from = Hours.startMillis(EIGHT) - 12 * 168 * Hours.MILLIS;
        for (long at = from; at < Hours.startMillis(EIGHT); at += 5 * MINUTE) {
            watched.observe(at, reading(at));
        }
        OperatorDesk informed = new OperatorDesk(
                POOL,
                new SurplusTracker(POLICY),
                watched,
                new Pricer(RuleSet.builtIn()),
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
        PoolView view = (PoolView) new PoolEngine(POOL).answer(new Query.PoolStatus());
        List<HourView> listed = LongStream.rangeClosed(EIGHT, EIGHT + 72)
                .mapToObj(hour -> new HourView(hour, HourState.LISTED, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of()))
                .toList();
        long now = Hours.startMillis(EIGHT);
        List<Command> told = informed.step(now, reading(now), view, listed).commands().stream()
                .filter(Command.SetCapacity.class::isInstance)
                .toList();
        assertThat(told).singleElement().isInstanceOfSatisfying(Command.SetCapacity.class, capacity -> {
            assertThat(capacity.fromHour()).isEqualTo(EIGHT);
            // The last figure holds for all that follow.
            assertThat(capacity.lots()).hasSizeBetween(60, 73).startsWith(0L, 0L, 0L);
            // Two nights ahead there are 40 idle, of which 2 are turnover reserve and 5 headroom; by day three are
            // left.
            assertThat(capacity.lots().get(40)).isBetween(27L, 33L);
            assertThat(capacity.lots().get(50)).isBetween(1L, 8L);
        });
        assertThat(informed.step(now + MINUTE, reading(now + MINUTE), view, listed)
                        .commands())
                .as("what was told is not told again")
                .noneMatch(Command.SetCapacity.class::isInstance);
    }

    private static DemandSnapshot reading(long at) {
        long hourOfDay = Math.floorMod(Hours.containing(at), 24);
        return new DemandSnapshot(at, LOTS, hourOfDay >= 6 && hourOfDay < 18 ? 90 : 60, 0, false);
    }

    private long pricedAtMinute() {
        return (desk.offered().orElseThrow().prices().nowMillis() - Hours.startMillis(EIGHT)) / MINUTE;
    }

    @Test
    void whatIsExplainedIsTheLadderOnOfferAndNotTheLastTick() {
        assertThat(offersAt(0)).isFalse();
        assertThat(desk.offered()).as("nothing was offered yet").isEmpty();
        assertThat(offersAt(10)).isTrue();
        assertThat(offersAt(15)).isFalse();
        assertThat(offersAt(20)).isFalse();
        assertThat(pricedAtMinute()).isEqualTo(10);
        assertThat(offersAt(25)).isTrue();
        assertThat(pricedAtMinute()).isEqualTo(25);
    }
}
