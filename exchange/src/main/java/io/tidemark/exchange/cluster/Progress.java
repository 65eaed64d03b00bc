package io.tidemark.exchange.cluster;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says now and then how far a long replay has come, so that nobody takes it for a standstill. */
final class Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final LongSupplier nanos;
    private final Consumer<String> out;
    private long saidAt;

    Progress(LongSupplier nanos, Consumer<String> out) {
        this.nanos = nanos;
        this.out = out;
        this.saidAt = nanos.getAsLong();
    }

    /** So many commands are done, all together. */
    void reached(long commands) {
        long now = nanos.getAsLong();
        if (now - saidAt >= INTERVAL_NANOS) {
            saidAt = now;
            out.accept(String.format(Locale.ROOT, "replayed %,d commands ...", commands));
        }
    }
}
