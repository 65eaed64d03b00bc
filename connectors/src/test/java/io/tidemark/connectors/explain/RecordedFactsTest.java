package io.tidemark.connectors.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.explain.RecordedFacts.Answer;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.compare.Shadow.Figure;
import io.tidemark.pricing.compare.Shadow.Move;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.LiveRules;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.price.Pricer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other tables would have said to the facts that a market saw. */
class RecordedFactsTest {
    private static final int STEPS = 30;

    @TempDir
    Path data;

    @BeforeEach
    void aMarketWasPriced() {
        RuleLife life = new RuleLife(new DirectoryStore(data.resolve("rules")));
        try (LiveRules rules = LiveRules.open(life, Draft.builtIn(), Instant.parse("2026-11-21T08:00:00Z"));
                WrittenMarket market = new WrittenMarket(data, rules, 1 << 20, 20_261_122)) {
            for (int step = 0; step < STEPS; step++) {
                market.step();
            }
        }
    }

    private Answer asked(Map<String, String> tables) {
        try (RuleSet proposed = RuleSet.of(tables)) {
            return new RecordedFacts(data).ask(new Pricer(proposed));
        }
    }

    @Test
    void theRulesThatPricedItSayTheSameAgain() {
        Answer answer = asked(Draft.builtIn().tables());
        assertThat(answer.seen().ticks()).isEqualTo(STEPS);
        assertThat(answer.different()).isZero();
        assertThat(answer.unreadable()).isZero();
        assertThat(answer.seen().moves()).isEmpty();
        assertThat(answer.from()).isPositive().isLessThan(answer.until());
    }

    @Test
    void otherRulesMoveWhatTheyMove() {
        Map<String, String> tables = new HashMap<>(Draft.builtIn().tables());
        tables.computeIfPresent("machine", (name, text) -> text.replace("B200X8,320", "B200X8,480"));
        Answer answer = asked(tables);
        assertThat(answer.different()).isZero();
        assertThat(answer.seen().moves())
                .extracting(Move::figure)
                .contains(Figure.FAIR_TICKS, Figure.FIRST_RESERVE_TICKS)
                .doesNotContain(Figure.NOTICE_SECONDS);
        assertThat(answer.seen().moves())
                .allSatisfy(move -> assertThat(move.to()).isGreaterThan(move.from()));
    }
}
