package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.explain.PublishedTick;
import io.tidemark.connectors.explain.StandingPrices;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.release.PricedTick;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.PoolPrices;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBoardTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long NOON = Hours.startMillis(Hours.parse("2026112112"));

    @TempDir
    private Path directory;

    @Test
    void anotherProgramReadsWhatWasHungOutWholly() {
        try (RuleSet rules = RuleSet.builtIn()) {
            Pricer pricer = new Pricer(rules);
            PublishedTick offering = new PublishedTick(tick(pricer, NOON, Optional.empty()), 7, NOON);
            PricedTick next =
                    tick(pricer, NOON + 300_000, Optional.of(offering.tick().prices()));
            PublishedTick last = new PublishedTick(next, 9, NOON + 300_000);
            for (StandingPrices prices : List.of(new StandingPrices(last, null), new StandingPrices(last, offering))) {
                PriceBoard.shared(Documents.in(directory)).publish(prices);
                assertThat(PriceBoard.shared(Documents.in(directory)).of(POOL)).contains(prices);
            }
        }
    }

    private static PricedTick tick(Pricer pricer, long now, Optional<PoolPrices> before) {
        PoolFacts facts = new PoolFacts(
                POOL,
                now,
                100,
                60,
                9_100,
                PoolFacts.UNKNOWN_VOLATILITY,
                new Limits(30, 5_000, 2_500),
                List.of(HourFacts.at(now, Hours.containing(now) + 5, 100, 80, 12, before.isEmpty() ? 0 : 210)));
        Basis basis = Basis.of(facts, before);
        return new PricedTick(basis, pricer.price(basis));
    }
}
