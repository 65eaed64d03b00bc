package io.tidemark.fleet.surplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.surplus.SurplusDecision.Hold;
import io.tidemark.fleet.surplus.SurplusDecision.Need;
import io.tidemark.fleet.surplus.SurplusDecision.Release;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table of readings and of what must follow from each. The columns {@code minute}, {@code in use}, {@code pending} and
 * {@code seen} are given, the others are compared; {@code seen} is {@code ok}, {@code down} or the age of the reading in
 * minutes.
 */
final class SurplusSpec {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final SurplusTracker tracker;
    private final long totalLots;

    private SurplusSpec(SurplusPolicy policy, long totalLots) {
        this.tracker = new SurplusTracker(policy);
        this.totalLots = totalLots;
    }

    static SurplusSpec given(SurplusPolicy policy, long totalLots) {
        return new SurplusSpec(policy, totalLots);
    }

    void shows(String table) {
        List<List<String>> rows = table.lines().map(SurplusSpec::cells).toList();
        String actual = rows.stream()
                .skip(1)
                .map(row -> line(row.subList(0, 4), observe(row)))
                .collect(Collectors.joining("\n"));
        String expected = rows.stream()
                .skip(1)
                .map(row -> line(row.subList(0, 4), row.subList(4, row.size())))
                .collect(Collectors.joining("\n"));
        assertThat(actual).isEqualTo(expected);
    }

    private List<String> observe(List<String> row) {
        long now = Long.parseLong(row.get(0)) * MINUTE;
        String seen = row.get(3);
        boolean down = seen.equals("down");
        long age = down || seen.equals("ok") ? 0 : Long.parseLong(seen);
        DemandSnapshot reading = new DemandSnapshot(
                now - age * MINUTE, totalLots, Long.parseLong(row.get(1)), Long.parseLong(row.get(2)), down);
        String decision = say(tracker.observe(now, reading));
        return List.of(decision, Long.toString(tracker.offeredLots()), Long.toString(tracker.usableLotsAt(now)));
    }

    private static String say(SurplusDecision decision) {
        if (decision instanceof Hold hold) {
            return hold.reason().name().toLowerCase(Locale.ROOT);
        }
        if (decision instanceof Release release) {
            return "release " + release.lots() + " from " + release.fromMillis() / MINUTE;
        }
        return "need " + ((Need) decision).lots();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.strip().substring(1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static String line(List<String> given, List<String> then) {
        return String.join(" | ", given) + " | " + String.join(" | ", then);
    }
}
