package io.tidemark.connectors.explain;

import io.tidemark.connectors.explain.NotExplainableException.Missing;
import io.tidemark.connectors.explain.PriceExplanation.Recomputed;
import io.tidemark.connectors.explain.PriceExplanation.TickFacts;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.fleet.release.PricedTick;
import io.tidemark.fleet.release.UnreadableEvidenceException;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prices of the past, computed again from a journal and the tables that were kept. The journal is verified on the way, and
 * nothing is changed; a market may run on it.
 */
public final class JournalledPrices {
    /** In place of an instant: the end of the journal. */
    public static final long THE_END = Long.MAX_VALUE;

    private static final Pattern AHEAD = Pattern.compile("\\+([0-9]{1,3})h");

    private final Path journal;
    private final KeptRules rules;

    /**
     * Of a market's data directory.
     *
     * @param data its journal is in {@code journal}, its rule sets in {@code rules}
     */
    public JournalledPrices(Path data) {
        this.journal = data.resolve("journal");
        this.rules = new KeptRules(data.resolve("rules"));
    }

    /**
     * What stood in a pool at an instant, made again.
     *
     * @param hour such as {@code "2026112105"}, or {@code "+6h"} from the last pricing that stood
     * @param at market time, epoch milliseconds, or {@link #THE_END}
     * @throws NotExplainableException if something that it takes is missing
     * @throws io.tidemark.exchange.contract.MalformedContractException if the hour is none
     * @throws io.tidemark.exchange.journal.JournalException if the journal cannot be read or is damaged
     * @throws io.tidemark.exchange.feed.OtherReleaseException if another release wrote it
     * @throws io.tidemark.pricing.life.RuleStoreException if the store is damaged
     */
    public PriceExplanation explain(PoolId pool, String hour, long at) {
        LoggedPrices logged = new LoggedPrices(pool, at);
        VerifiedJournal.of(journal, logged);
        if (!logged.isKnown()) {
            throw new NotExplainableException(Missing.NO_SUCH_POOL, "there is no pool " + pool + " in " + journal);
        }
        LoggedPrices.Published last = logged.last().orElseThrow(() -> nothing(logged, pool, at));
        long asked = hour(hour, last.time());
        Map<String, RuleSet> compiled = new HashMap<>();
        try {
            Remade standing = remade(last, compiled);
            Optional<Remade> offering = logged.offering().map(published -> remade(published, compiled));
            StandingPrices prices = new StandingPrices(
                    standing.published(), offering.map(Remade::published).orElse(null));
            return Explanations.of(prices, asked, logged.rules())
                    .map(explained -> judged(explained, standing, offering))
                    .orElseThrow(() -> new NotExplainableException(
                            Missing.NOT_PRICED,
                            "hour " + Hours.format(asked) + " was not priced in the pricings that stood at " + said(at)
                                    + "; hours are priced from their listing until they start"));
        } finally {
            compiled.values().forEach(RuleSet::close);
        }
    }

    private static NotExplainableException nothing(LoggedPrices logged, PoolId pool, long at) {
        return logged.releasedUntil() > 0
                ? new NotExplainableException(
                        Missing.JOURNAL_RELEASED,
                        "the journal of " + pool + " is kept from sequence " + (logged.releasedUntil() + 1)
                                + " on, and from there until " + said(at)
                                + " nothing was priced; what was before was released behind a snapshot")
                : new NotExplainableException(Missing.NOT_PRICED, pool + " was not priced until " + said(at));
    }

    private static long hour(String text, long time) {
        Matcher ahead = AHEAD.matcher(text);
        return ahead.matches() ? Hours.containing(time) + Integer.parseInt(ahead.group(1)) : Hours.parse(text);
    }

    private static String said(long at) {
        return at == THE_END
                ? "the end of the journal"
                : Instant.ofEpochMilli(at).toString();
    }

    private record Remade(PublishedTick published, Recomputed recomputed) {}

    private Remade remade(LoggedPrices.Published published, Map<String, RuleSet> compiled) {
        String set = published.rules().sheet().ruleSet();
        RuleSet found = compiled.computeIfAbsent(set, rules::compiled);
        try {
            PricedTick tick = PricedTick.again(published.rules(), new Pricer(found));
            boolean same = tick.rules().equals(published.rules())
                    && published.supply().map(tick.supply()::equals).orElse(true);
            return new Remade(
                    new PublishedTick(tick, published.sequence(), published.time()),
                    same ? Recomputed.THE_SAME : Recomputed.DIFFERENT);
        } catch (UnreadableEvidenceException unreadable) {
            throw new NotExplainableException(
                    Missing.OTHER_RELEASE, unreadable.getMessage() + " (sequence " + published.sequence() + ")");
        }
    }

    private static PriceExplanation judged(PriceExplanation explained, Remade standing, Optional<Remade> offering) {
        List<TickFacts> ticks = explained.ticks().stream()
                .map(tick -> tick.with(
                        tick.sequence() == standing.published().sequence()
                                ? both(standing, offering)
                                : offering.orElseThrow().recomputed()))
                .toList();
        return new PriceExplanation(
                explained.pool(),
                explained.hour(),
                explained.sentence(),
                explained.effects(),
                ticks,
                explained.parts());
    }

    /** The pricing whose asks stand may be the last one as well; then its asks count too. */
    private static Recomputed both(Remade standing, Optional<Remade> offering) {
        return offering.filter(its ->
                        its.published().sequence() == standing.published().sequence())
                .map(Remade::recomputed)
                .orElse(standing.recomputed());
    }
}
