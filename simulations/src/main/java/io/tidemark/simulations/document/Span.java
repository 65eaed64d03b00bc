package io.tidemark.simulations.document;

import java.time.Duration;

/** Durations as documents write them: a whole number and s, m, h or d. */
public final class Span {
    private Span() {}

    /** Reads {@code 90s}, {@code 15m}, {@code 12h} or {@code 30d}, which a schema has found right. */
    public static Duration parse(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
