package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import java.util.List;
import java.util.NavigableMap;

/**
 * What a call comes to.
 *
 * @param prices the one price of each hour that has a fill, in ticks per GPU-hour
 * @param fills in the priority of the buys
 * @param paradoxes orders that got nothing although the final prices are inside their limit
 */
public record CallResult(NavigableMap<Long, Long> prices, List<Fill> fills, List<Paradox> paradoxes) {
    /**
     * An order left out because taking it would have cost someone before it more than their limit, or because the lots
     * were gone.
     *
     * @param bindingHour the hour that stood in its way
     */
    public record Paradox(Buy buy, long bindingHour) {}
}
