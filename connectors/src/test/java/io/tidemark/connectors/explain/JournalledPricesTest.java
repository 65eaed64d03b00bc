package io.tidemark.connectors.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.connectors.explain.NotExplainableException.Missing;
import io.tidemark.connectors.explain.PriceExplanation.PricePart;
import io.tidemark.connectors.explain.PriceExplanation.Recomputed;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.LiveRules;
import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a market says of its prices while it runs, and what its journal says of them afterwards. */
class JournalledPricesTest {
    private static final Instant REAL_TIME = Instant.parse("2026-11-21T08:00:00Z");
    private static final int LARGE = 1 << 20;
    private static final int HOURS_OF_TRADING = 14;
    private static final int STEPS_AN_HOUR = 12;

    @TempDir
    Path data;

    private RuleLife life = new RuleLife(new DirectoryStore(Path.of("unset")));

    @BeforeEach
    void store() {
        life = new RuleLife(new DirectoryStore(data.resolve("rules")));
    }

    @Test
    void everythingThatTheMarketSaidOfItsPricesComesOutOfTheJournalAgain() {
        Map<Long, PriceExplanation> live = new LinkedHashMap<>();
        try (LiveRules rules = LiveRules.open(life, Draft.builtIn(), REAL_TIME);
                WrittenMarket market = new WrittenMarket(data, rules, LARGE, 20_261_121)) {
            String first = rules.ruleSetId();
            for (int step = 1; step <= HOURS_OF_TRADING * STEPS_AN_HOUR; step++) {
                if (step == HOURS_OF_TRADING * STEPS_AN_HOUR / 2) {
                    String dearer = life.propose(dearerMachines(), "ada", "dearer", REAL_TIME);
                    life.activate(dearer, "ben", "", REAL_TIME);
                    assertThat(rules.follow().join()).isEqualTo(dearer).isNotEqualTo(first);
                }
                market.step();
                if (step % 21 == 0) {
                    live.put(market.now(), market.explained(6));
                }
            }
            double bytes = market.evidenceBytes().stream()
                    .mapToInt(Integer::intValue)
                    .average()
                    .orElseThrow();
            assertThat(bytes).as("bytes of evidence in a tick").isLessThan(500);
        }
        assertThat(live.values())
                .anySatisfy(said -> assertThat(said.toString()).contains("no price moves further at once"));
        assertThat(live).hasSize(8).allSatisfy((at, said) -> {
            PriceExplanation again = new JournalledPrices(data).explain(WrittenMarket.POOL, said.hour(), at);
            assertThat(again.ticks()).allMatch(tick -> tick.recomputed() == Recomputed.THE_SAME);
            assertThat(withoutVerdict(again)).isEqualTo(said);
        });
    }

    private static PriceExplanation withoutVerdict(PriceExplanation again) {
        return new PriceExplanation(
                again.pool(),
                again.hour(),
                again.sentence(),
                again.effects(),
                again.ticks().stream().map(tick -> tick.with(null)).toList(),
                again.parts());
    }

    /** Tables in which a B200 server is worth more, and cases that expect it. */
    private static Draft dearerMachines() {
        Map<String, String> tables = new HashMap<>(Draft.builtIn().tables());
        tables.computeIfPresent("machine", (name, text) -> text.replace("B200X8,320", "B200X8,480"));
        return Check.accepting(new Draft(tables, Draft.builtIn().cases()));
    }

    @Test
    void everyPartIsTold() {
        PriceExplanation explained = written();
        assertThat(explained.parts())
                .extracting(PricePart::subject)
                .containsExactly(
                        "FAIR_VALUE",
                        "ASK",
                        "SPOT_RESERVE",
                        "BAND",
                        "FEES",
                        "ORDER_LIMITS",
                        "RECLAIM_NOTICE",
                        "BUY_BACK",
                        "COMPENSATION");
        assertThat(explained.parts()).allSatisfy(part -> {
            assertThat(part.sentence()).endsWith(".");
            assertThat(part.steps()).isNotEmpty();
        });
        assertThat(explained.parts().subList(0, 6))
                .allSatisfy(part -> assertThat(part.effects()).isNotEmpty());
    }

    /** A short market, and what its journal says of an hour at its end. */
    private PriceExplanation written() {
        try (LiveRules rules = LiveRules.open(life, Draft.builtIn(), REAL_TIME);
                WrittenMarket market = new WrittenMarket(data, rules, LARGE, 1)) {
            market.step();
            market.step();
        }
        return new JournalledPrices(data).explain(WrittenMarket.POOL, "+6h", JournalledPrices.THE_END);
    }

    @Test
    void withoutTheTablesItIsSaidThatTheyAreMissing() throws IOException {
        try (LiveRules rules = LiveRules.open(life, new Draft(dearerMachines().tables(), Optional.empty()), REAL_TIME);
                WrittenMarket market = new WrittenMarket(data, rules, LARGE, 1)) {
            market.step();
        }
        Files.move(data.resolve("rules"), data.resolve("elsewhere"));
        missing(Missing.RULES_NOT_KEPT, "+6h", JournalledPrices.THE_END);
    }

    @Test
    void whatIsReleasedOrWasNeverPricedIsSaidToBeSo() {
        long before = WrittenMarket.START + 1;
        try (LiveRules rules = LiveRules.open(life, Draft.builtIn(), REAL_TIME);
                WrittenMarket market = new WrittenMarket(data, rules, 64 << 10, 1)) {
            market.step();
            market.awaitWritten();
            missing(Missing.NOT_PRICED, "+6h", before);
            for (int step = 0; step < 5 * STEPS_AN_HOUR; step++) {
                market.step();
            }
            market.release();
        }
        missing(Missing.NOT_PRICED, "2030010100", JournalledPrices.THE_END);
        missing(Missing.JOURNAL_RELEASED, "+6h", before);
        assertThatExceptionOfType(NotExplainableException.class)
                .isThrownBy(() -> new JournalledPrices(data)
                        .explain(PoolId.parse("B200X8.PRN9"), "+6h", JournalledPrices.THE_END))
                .satisfies(refused -> assertThat(refused.missing()).isEqualTo(Missing.NO_SUCH_POOL));
    }

    private void missing(Missing what, String hour, long at) {
        assertThatExceptionOfType(NotExplainableException.class)
                .isThrownBy(() -> new JournalledPrices(data).explain(WrittenMarket.POOL, hour, at))
                .satisfies(refused -> assertThat(refused.missing()).isEqualTo(what));
    }
}
