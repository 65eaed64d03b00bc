package io.tidemark.exchange.pool;

/**
 * One fill as the owner of an order sees it.
 *
 * @param hour the hour for a sell; for a buy the first hour of its window, in all of whose hours it got the lots
 * @param value before fees, micro-dollars
 * @param fee what the owner paid for it at the trade, micro-dollars
 */
public record OrderFill(long tradeId, long at, long hour, long lots, long value, long fee) {}
