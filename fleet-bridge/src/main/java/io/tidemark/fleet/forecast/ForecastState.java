package io.tidemark.fleet.forecast;

import java.util.List;

/**
 * All that a {@link DemandForecast} remembers but the running hour, as a value to store and restore: under 100 KB as JSON.
 *
 * @param end the epoch hour after the last one of {@code peaks}
 * @param peaks the greatest demand of each hour in lots, -1 where it was not watched; sixteen weeks at most
 * @param totalLots lots of the pool as last read
 * @param promises forecasts whose hours are not over, in the order they were made
 * @param tracks past errors, one for each lead
 */
public record ForecastState(long end, List<Long> peaks, long totalLots, List<Promised> promises, List<Track> tracks) {
    static final int UNSAID = -1;

    /**
     * A forecast whose hour is not over.
     *
     * @param hour the epoch hour
     * @param lead how many hours ahead it lay
     * @param fitted what profile and deviation came to, lots
     * @param shifted what they came to if all of the deviation stayed, lots
     * @param lots the greatest demand that was expected
     * @param ceilings what demand was to stay within, one for each level; empty if errors were too few to say
     */
    public record Promised(long hour, int lead, double fitted, double shifted, long lots, List<Long> ceilings) {
        public Promised {
            ceilings = List.copyOf(ceilings);
        }

        /** How many of the ceilings a demand stayed within, the first ones since they fall; -1 if there are none. */
        int kept(long demand) {
            return ceilings.isEmpty()
                    ? UNSAID
                    : (int) ceilings.stream()
                            .filter(ceiling -> demand <= ceiling)
                            .count();
        }
    }

    /**
     * How forecasts at one lead turned out, oldest first.
     *
     * @param errors demand less forecast, lots
     * @param kept for each how many of the levels held, or -1 if none had been said
     * @param explained fitted returns to the profile times those that came, summed, the older the less
     * @param offered fitted returns squared, summed alike
     */
    public record Track(List<Long> errors, List<Integer> kept, double explained, double offered) {
        public Track {
            errors = List.copyOf(errors);
            kept = List.copyOf(kept);
            if (errors.size() != kept.size()) {
                throw new IllegalArgumentException(errors.size() + " errors and " + kept.size() + " judgements");
            }
        }
    }

    public ForecastState {
        peaks = List.copyOf(peaks);
        promises = List.copyOf(promises);
        tracks = List.copyOf(tracks);
        if (tracks.size() != Leads.HOURS.size()) {
            throw new IllegalArgumentException(
                    "a track for each of " + Leads.HOURS.size() + " leads is needed: " + tracks.size());
        }
    }

    /** Before the first reading. */
    public static ForecastState initial() {
        return new ForecastState(
                0,
                List.of(),
                0,
                List.of(),
                Leads.HOURS.stream()
                        .map(lead -> new Track(List.of(), List.of(), 0, 0))
                        .toList());
    }
}
