package io.tidemark.fleet.surplus;

import java.util.ArrayList;
import java.util.List;

/** What is offered, worked out from every reading since the last break, searched end to end. Too simple to be wrong. */
final class NaiveTracker {
    private record Seen(long at, long surplus) {}

    private final SurplusPolicy policy;
    private final List<Seen> seen = new ArrayList<>();
    private long lastCall = Long.MIN_VALUE;
    private long offered;

    NaiveTracker(SurplusPolicy policy) {
        this.policy = policy;
    }

    long observe(long now, DemandSnapshot reading) {
        long stale = policy.staleAfter().toMillis();
        boolean usable = !reading.outage() && now - reading.asOf() <= stale;
        if (!usable || (!seen.isEmpty() && now - lastCall > stale)) {
            seen.clear();
        }
        lastCall = now;
        if (!usable) {
            return offered;
        }
        seen.add(new Seen(now, policy.spare(reading)));
        if (watched(now, policy.reclaim().toMillis())) {
            offered = Math.min(offered, greatest(now, policy.reclaim().toMillis()));
        }
        if (watched(now, policy.release().toMillis())) {
            offered = Math.max(offered, least(now, policy.release().toMillis()) - policy.bufferLots());
        }
        return offered;
    }

    /** What the last reading does not leave of it. */
    long missing() {
        return seen.isEmpty()
                ? 0
                : Math.max(0, offered - seen.get(seen.size() - 1).surplus());
    }

    boolean watched(long now, long span) {
        return !seen.isEmpty() && seen.get(0).at() <= now - span;
    }

    long least(long now, long span) {
        return window(now, span).stream().mapToLong(Seen::surplus).min().orElseThrow();
    }

    long greatest(long now, long span) {
        return window(now, span).stream().mapToLong(Seen::surplus).max().orElseThrow();
    }

    /** The readings inside the window, and the one that stood when it began. */
    private List<Seen> window(long now, long span) {
        int first = 0;
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).at() <= now - span) {
                first = i;
            }
        }
        return seen.subList(first, seen.size());
    }
}
