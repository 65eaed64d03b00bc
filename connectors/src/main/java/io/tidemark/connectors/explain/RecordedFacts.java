package io.tidemark.connectors.explain;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.fleet.release.PricedTick;
import io.tidemark.fleet.release.UnreadableEvidenceException;
import io.tidemark.pricing.compare.Shadow;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.PoolPrices;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The facts that a market saw, asked of other rules: every pricing in its journal once more, by the rules that made it and by
 * the others. The journal is verified on the way, and nothing is changed; a market may run on it.
 */
public final class RecordedFacts {
    private final Path journal;
    private final KeptRules rules;

    /**
     * Of a market's data directory.
     *
     * @param data its journal is in {@code journal}, its rule sets in {@code rules}
     */
    public RecordedFacts(Path data) {
        this.journal = data.resolve("journal");
        this.rules = new KeptRules(data.resolve("rules"));
    }

    /**
     * What was seen.
     *
     * @param from market time of the first pricing, epoch milliseconds; 0 if there was none
     * @param until that of the last one
     * @param different pricings that came to something else when they were made again by their own rules
     * @param unreadable pricings that another release wrote, which nobody was asked about
     */
    public record Answer(Shadow.Seen seen, long from, long until, long different, long unreadable) {}

    /**
     * Asks every pricing of all pools.
     *
     * @throws NotExplainableException if the tables of a pricing are nowhere
     * @throws io.tidemark.exchange.journal.JournalException if the journal cannot be read or is damaged
     * @throws io.tidemark.exchange.feed.OtherReleaseException if another release wrote it
     * @throws io.tidemark.pricing.life.RuleStoreException if the store is damaged
     */
    public Answer ask(Pricing proposed) {
        Map<String, RuleSet> compiled = new HashMap<>();
        try {
            Reading reading = new Reading(proposed, compiled);
            VerifiedJournal.of(journal, reading);
            return reading.answer();
        } finally {
            compiled.values().forEach(RuleSet::close);
        }
    }

    /** Prices a tick by the rules that made it. */
    private final class ByItsOwn implements Pricing {
        private final Map<String, RuleSet> compiled;
        private final Map<String, Pricer> pricers = new HashMap<>();
        private String set = "";

        private ByItsOwn(Map<String, RuleSet> compiled) {
            this.compiled = compiled;
        }

        @Override
        public PoolPrices price(Basis basis) {
            return pricer().price(basis);
        }

        private Pricer pricer() {
            return pricers.computeIfAbsent(set, its -> new Pricer(compiled.computeIfAbsent(its, rules::compiled)));
        }

        @Override
        public String ruleSetId() {
            return set;
        }

        @Override
        public Pricer.Counts counts() {
            return pricer().counts();
        }
    }

    private final class Reading implements VerifiedJournal.Witness {
        private final Pricing proposed;
        private final Map<String, RuleSet> compiled;
        private ByItsOwn own;
        private Shadow shadow;
        private long from;
        private long until;
        private long different;
        private long unreadable;

        private Reading(Pricing proposed, Map<String, RuleSet> compiled) {
            this.proposed = proposed;
            this.compiled = compiled;
            this.own = new ByItsOwn(compiled);
            this.shadow = new Shadow(own, proposed);
        }

        @Override
        public void begin() {
            own = new ByItsOwn(compiled);
            shadow = new Shadow(own, proposed);
            from = 0;
            until = 0;
            different = 0;
            unreadable = 0;
        }

        @Override
        public void released(PoolHead head) {
            // What is not kept any more cannot be asked.
        }

        @Override
        public void verified(JournalEntry entry, PoolHead head) {
            PoolLog.decode(entry.record()).forEach(this::read);
        }

        private void read(LoggedCommand logged) {
            if (!(logged.command() instanceof Command.PublishRules published)
                    || logged.reply() instanceof Reply.Refused) {
                return;
            }
            own.set = published.sheet().ruleSet();
            try {
                PricedTick again = PricedTick.again(published, shadow);
                different += again.rules().equals(published) ? 0 : 1;
                from = from == 0 ? logged.time() : from;
                until = logged.time();
            } catch (UnreadableEvidenceException ofAnotherRelease) {
                unreadable++;
            }
        }

        private Answer answer() {
            return new Answer(shadow.seen(), from, until, different, unreadable);
        }
    }
}
