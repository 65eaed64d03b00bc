package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.PoolSnapshot.LastPrice;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/** What a GPU-hour of each hour is taken to be worth: its last price, else the fair value of the rules. */
final class References {
    private static final long NONE = 0;

    // Looked up and thinned out, and put in order before they are walked into an output.
    private final Long2LongHashMap lastPrices = new Long2LongHashMap(NONE);
    private final Long2LongHashMap fairValues = new Long2LongHashMap(NONE);

    void traded(long hour, long ticks) {
        lastPrices.put(hour, ticks);
    }

    void publish(List<RuleSheet.FairValue> published) {
        fairValues.clear();
        // The first word on an hour counts.
        published.forEach(fair -> fairValues.putIfAbsent(fair.hour(), fair.ticks()));
    }

    /** In ticks per GPU-hour; 0 if there is none. */
    long of(long hour) {
        long last = lastPrices.get(hour);
        return last != NONE ? last : fairValues.get(hour);
    }

    void forgetBefore(long hour) {
        lastPrices.keySet().removeIf(known -> known < hour);
    }

    List<LastPrice> save() {
        return lastPrices.keySet().stream()
                .sorted()
                .map(hour -> new LastPrice(hour, lastPrices.get((long) hour)))
                .toList();
    }

    void load(List<LastPrice> saved, List<RuleSheet.FairValue> published) {
        saved.forEach(last -> traded(last.hour(), last.ticks()));
        publish(published);
    }
}
