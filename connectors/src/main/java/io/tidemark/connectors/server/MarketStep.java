package io.tidemark.connectors.server;

/** Something that is done once in every market minute. */
@FunctionalInterface
interface MarketStep {
    /** The step at a market minute: {@code now} is epoch milliseconds and never falls. */
    void step(long now);
}
