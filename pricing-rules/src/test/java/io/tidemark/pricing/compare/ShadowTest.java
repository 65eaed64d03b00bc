package io.tidemark.pricing.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.compare.Shadow.Figure;
import io.tidemark.pricing.compare.Shadow.Move;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.table.TablesRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final long NOW = 1_767_571_200_000L;
    private static final long HOUR = NOW / 3_600_000;

    private static PoolFacts facts(long now) {
        return new PoolFacts(
                PoolId.parse("B200X8.PRN1"),
                now,
                40,
                4,
                7_000,
                PoolFacts.UNKNOWN_VOLATILITY,
                new Limits(30, 5_000, 2_500),
                List.of(HourFacts.at(now, HOUR + 3, 40, 20, 5, 0), HourFacts.at(now, HOUR + 30, 40, 12, 0, 0)));
    }

    private static Pricer dearerServers() throws TablesRefusedException {
        Map<String, String> tables = new TreeMap<>(RuleSet.builtInTables());
        tables.computeIfPresent("machine", (name, text) -> text.replace("B200X8,320,", "B200X8,352,"));
        return new Pricer(RuleSet.of(tables));
    }

    @Test
    void aSetThatSaysTheSameMovesNothing() {
        Pricer live = new Pricer(RuleSet.builtIn());
        Shadow shadow = new Shadow(live, new Pricer(RuleSet.builtIn()));
        assertThat(shadow.price(facts(NOW), Optional.empty())).isEqualTo(live.price(facts(NOW), Optional.empty()));
        assertThat(shadow.seen()).isEqualTo(new Shadow.Seen(1, 2, 0, 0, 0, List.of()));
    }

    @Test
    void eachHourOfEachTickIsCountedAndTheLargestMoveIsTold() throws TablesRefusedException {
        Pricer live = new Pricer(RuleSet.builtIn());
        Shadow shadow = new Shadow(live, dearerServers());
        PoolPrices first = shadow.price(facts(NOW), Optional.empty());
        shadow.price(facts(NOW + 300_000), Optional.of(first));
        Shadow.Seen seen = shadow.seen();
        assertThat(seen.ticks()).isEqualTo(2);
        assertThat(seen.cells()).isEqualTo(4);
        Move fair = move(seen, Figure.FAIR_TICKS);
        assertThat(fair.moved()).isEqualTo(4);
        assertThat(fair.from()).isEqualTo(first.hour(fair.hour()).orElseThrow().fairTicks());
        assertThat(fair.to() - fair.from()).isBetween(28L, 36L);
        assertThat(move(seen, Figure.FIRST_RESERVE_TICKS).moved()).isEqualTo(2);
        assertThat(seen.moves()).extracting(Move::figure).doesNotContain(Figure.FIRM_LOTS, Figure.NOTICE_SECONDS);
    }

    @Test
    void termsOfGroupsAreComparedWhereverThoseOfEitherBegin() throws TablesRefusedException {
        Map<String, String> tables = new TreeMap<>(RuleSet.builtInTables());
        tables.computeIfPresent("risk", (name, text) -> """
                traded_lot_hours_from,traded_lot_hours_to,position_limit_bps,orders_per_second,burst_orders,reason
                0,700,0,100,1000,the same as ever
                700,1000000001,0,50,1000,who trades more is slowed down
                """);
        Shadow shadow = new Shadow(new Pricer(RuleSet.builtIn()), new Pricer(RuleSet.of(tables)));
        shadow.price(facts(NOW), Optional.empty());
        Shadow.Seen seen = shadow.seen();
        assertThat(seen.moves())
                .extracting(Move::figure)
                .containsExactly(Figure.ORDERS_PER_SECOND, Figure.BURST_ORDERS);
        // At 700, 2,000 and 20,000 lot-hours, most at the last.
        assertThat(move(seen, Figure.ORDERS_PER_SECOND))
                .isEqualTo(new Move(Figure.ORDERS_PER_SECOND, 3, 2_000, 50, NOW, -1));
    }

    private static Move move(Shadow.Seen seen, Figure figure) {
        return seen.moves().stream()
                .filter(one -> one.figure() == figure)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theMarketFollowsTheLiveSetAlone() throws TablesRefusedException {
        Pricer live = new Pricer(RuleSet.builtIn());
        Shadow shadow = new Shadow(live, dearerServers());
        assertThat(shadow.price(facts(NOW), Optional.empty())).isEqualTo(live.price(facts(NOW), Optional.empty()));
        assertThat(shadow.ruleSetId()).isEqualTo(live.ruleSetId());
    }
}
