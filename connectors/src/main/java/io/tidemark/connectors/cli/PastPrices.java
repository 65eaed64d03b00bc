package io.tidemark.connectors.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whoever can make prices of the past again, from what a market has written down. */
@FunctionalInterface
public interface PastPrices {
    /**
     * Why an hour cost what it did.
     *
     * @param data the data directory of the market
     * @param at market time, such as {@code 2026-11-21T05:20:00Z}; null for the end of the journal
     */
    Told explain(Path data, String pool, String hour, @Nullable String at);

    /**
     * What came of it.
     *
     * @param told whether there is an answer
     * @param text the answer, as that of the API; if there is none why not, as a sentence
     */
    record Told(boolean told, String text) {}
}
