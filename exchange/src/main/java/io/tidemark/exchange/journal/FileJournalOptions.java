package io.tidemark.exchange.journal;

import java.time.Duration;

/**
 * How a {@link FileJournal} works; {@link #DEFAULTS} is right unless measured otherwise.
 *
 * @param segmentBytes size of a segment, a multiple of 8 from 4 KiB to 1 GiB; no record can be larger
 * @param maxPendingBytes how much may wait for the disk in memory before appends are refused
 * @param linger how long the writer waits for company when the last group had some; a lone record never waits
 */
public record FileJournalOptions(int segmentBytes, long maxPendingBytes, Duration linger) {
    public static final FileJournalOptions DEFAULTS =
            new FileJournalOptions(64 << 20, 256L << 20, Duration.ofNanos(150_000));

    private static final int SMALLEST = 4 << 10;
    private static final int LARGEST = 1 << 30;

    public FileJournalOptions {
        if (segmentBytes < SMALLEST || segmentBytes > LARGEST || segmentBytes % Frame.ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of 8 from 4 KiB to 1 GiB: " + segmentBytes);
        }
        if (maxPendingBytes < segmentBytes) {
            throw new IllegalArgumentException("maxPendingBytes must hold a segment: " + maxPendingBytes);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must not be negative: " + linger);
        }
    }
}
