package io.tidemark.fleet.surplus;

import java.util.List;

/**
 * All that a {@link SurplusTracker} remembers, as a value to store and restore.
 *
 * @param observedUntil the instant of the last reading, epoch milliseconds; {@link Long#MIN_VALUE} before the first
 * @param levels the surplus since it was last watched without a break, oldest first; empty after a break
 * @param batches the lots offered, by the instant they become usable, earliest first
 */
public record SurplusState(long observedUntil, List<Level> levels, List<Batch> batches) {
    /** A surplus that stood from an instant (epoch milliseconds) until the next level. */
    public record Level(long fromMillis, long lots) {
        public Level {
            if (lots < 0) {
                throw new IllegalArgumentException("lots must not be negative: " + lots);
            }
        }
    }

    /** Lots that are usable from an instant (epoch milliseconds) on; at least one lot. */
    public record Batch(long readyMillis, long lots) {
        public Batch {
            if (lots <= 0) {
                throw new IllegalArgumentException("a batch needs a lot: " + lots);
            }
        }
    }

    public SurplusState {
        levels = List.copyOf(levels);
        batches = List.copyOf(batches);
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).fromMillis() <= levels.get(i - 1).fromMillis()) {
                throw new IllegalArgumentException("levels must be in order of time: " + levels);
            }
        }
        if (!levels.isEmpty() && levels.get(levels.size() - 1).fromMillis() > observedUntil) {
            throw new IllegalArgumentException("a level after the last reading at " + observedUntil + ": " + levels);
        }
        for (int i = 1; i < batches.size(); i++) {
            if (batches.get(i).readyMillis() < batches.get(i - 1).readyMillis()) {
                throw new IllegalArgumentException("batches must be in order of readiness: " + batches);
            }
        }
    }

    /** Before the first reading: nothing watched, nothing offered. */
    public static SurplusState initial() {
        return new SurplusState(Long.MIN_VALUE, List.of(), List.of());
    }
}
