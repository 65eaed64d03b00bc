package io.tidemark.fleet.release;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Evidence;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.PoolPrices;

/**
 * One pricing of a pool: what came out, and as much of what went in as makes it again.
 *
 * @param basis as {@link Basis#thatMade} leaves it
 */
public record PricedTick(Basis basis, PoolPrices prices) {
    static PricedTick of(Basis basis, Pricing pricing) {
        PoolPrices prices = pricing.price(basis);
        return new PricedTick(basis.thatMade(prices), prices);
    }

    /**
     * The same tick once more, from what a pool's log says of it. Whether it came to the same is for the caller to compare:
     * {@link #rules()} and {@link #supply()} against the commands of the log.
     *
     * @param pricing by the rule set that the sheet names
     * @throws UnreadableEvidenceException if the log does not say what it was made of, or not in a form of this release
     */
    public static PricedTick again(Command.PublishRules published, Pricing pricing) {
        return of(EvidenceForm.read(published.evidence()), pricing);
    }

    /**
     * A tick that was written down, with what came out beside it.
     *
     * @throws UnreadableEvidenceException if it was written by another release
     */
    public static PricedTick of(Evidence evidence, PoolPrices prices) {
        return new PricedTick(EvidenceForm.read(evidence), prices);
    }

    /** What the pool is told of it. */
    public Command.PublishRules rules() {
        return new Command.PublishRules(sheet(), EvidenceForm.of(basis));
    }

    /** What of it the pool goes by. */
    public RuleSheet sheet() {
        return Publication.sheet(prices);
    }

    /** What the pool is offered of it. */
    public Command.OfferSupply supply() {
        return Publication.supply(prices);
    }
}
