package io.tidemark.connectors.rest;

import java.util.function.LongSupplier;

/** Numbers for transfers that came without one. Ascending over restarts too, because market time is. Thread-safe. */
final class TransferNumbers {
    private final LongSupplier now;
    private long last;

    TransferNumbers(LongSupplier now) {
        this.now = now;
    }

    synchronized long next() {
        last = Math.max(last + 1, now.getAsLong());
        return last;
    }
}
