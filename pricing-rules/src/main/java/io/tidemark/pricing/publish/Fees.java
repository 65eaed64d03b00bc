package io.tidemark.pricing.publish;

/**
 * What the exchange takes of a trade's money.
 *
 * @param makerBps of the resting order, in basis points; negative is a rebate
 * @param takerBps of the incoming order, in basis points
 */
public record Fees(long makerBps, long takerBps) {}
