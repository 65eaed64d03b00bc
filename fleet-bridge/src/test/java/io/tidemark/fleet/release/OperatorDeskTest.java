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
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long LOTS = 100;
    private static final long MINUTE = 60_000;
    private static final long EIGHT = Hours.parse("2026112108");

    private final OperatorDesk desk = new OperatorDesk(
            POOL,
            new SurplusTracker(SurplusPolicy.forPool(POOL.sku(), LOTS)),
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
