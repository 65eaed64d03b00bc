package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Jobs come, run or are turned away, and leave. Every job draws its duration, the refused ones too, so that two ways of
 * keeping the lots hear of the same jobs.
 */
final class LossRun {
    private static final int MOST_JOBS = 4_096;

    private final Lots lots;
    private final int capacity;
    private final List<Traffic> traffic;
    private final double meanMillis;
    private final Calendar calendar = new Calendar();
    private final UniformRandomProvider[] gaps;
    private final UniformRandomProvider[] durations;
    private final int[] kindOf = new int[MOST_JOBS];
    private final boolean[] runs = new boolean[MOST_JOBS];
    private final int[] free = new int[MOST_JOBS];
    private int freeCount;
    private final int[] inUse;
    private final Tally tally;
    private long measuredFrom;
    private long now = EngineLots.START;

    /**
     * @param meanMillis the mean duration of a job
     */
    LossRun(Lots lots, int capacity, List<Traffic> traffic, NamedStreams streams, long replication, long meanMillis) {
        this.lots = lots;
        this.capacity = capacity;
        this.traffic = List.copyOf(traffic);
        this.meanMillis = meanMillis;
        this.gaps = traffic.stream()
                .map(kind -> streams.stream(kind.name() + "/gaps", replication))
                .toArray(UniformRandomProvider[]::new);
        this.durations = traffic.stream()
                .map(kind -> streams.stream(kind.name() + "/durations", replication))
                .toArray(UniformRandomProvider[]::new);
        this.inUse = new int[traffic.size()];
        this.tally = new Tally(traffic.size());
        for (int job = MOST_JOBS - 1; job >= 0; job--) {
            free[freeCount++] = job;
        }
    }

    /** Runs for so many mean durations, of which the warm-up is not counted. */
    Tally run(double warmup, double length) {
        measuredFrom = now + Math.round(warmup * meanMillis);
        long end = measuredFrom + Math.round(length * meanMillis);
        for (int kind = 0; kind < traffic.size(); kind++) {
            enterNextArrival(kind);
        }
        while (calendar.nextTime() < end) {
            passTo(calendar.nextTime());
            int entry = calendar.take();
            if (entry < 0) {
                arrive(-1 - entry);
                enterNextArrival(-1 - entry);
            } else {
                finish(entry);
            }
        }
        passTo(end);
        tally.length = (end - measuredFrom) / meanMillis;
        return tally;
    }

    private void enterNextArrival(int kind) {
        double gap = Durations.exponential(gaps[kind]) / traffic.get(kind).erlangs();
        calendar.enter(now + Math.round(gap * meanMillis), -1 - kind);
    }

    private void passTo(long time) {
        double passed = (time - Math.max(now, measuredFrom)) / meanMillis;
        if (passed > 0) {
            for (int kind = 0; kind < inUse.length; kind++) {
                tally.busy[kind] += inUse[kind] * passed;
            }
        }
        now = time;
    }

    private boolean isMeasured() {
        return now >= measuredFrom;
    }

    private void arrive(int kind) {
        Traffic its = traffic.get(kind);
        double duration = its.durations().draw(durations[kind]);
        int job = free[--freeCount];
        boolean admitted = its.internal() ? admitInternal(kind) : lots.admit(now, job, its.lots());
        if (isMeasured()) {
            tally.arrivals[kind]++;
            tally.blocked[kind] += admitted ? 0 : 1;
        }
        tally.decisions = 31 * tally.decisions + (admitted ? 1 : 2);
        if (!admitted) {
            freeCount++;
            return;
        }
        inUse[kind] += its.lots();
        kindOf[job] = kind;
        runs[job] = true;
        calendar.enter(now + Math.round(duration * meanMillis), job);
    }

    private boolean admitInternal(int kind) {
        if (inUse[kind] == capacity) {
            return false;
        }
        for (int job : lots.internalNeed(now, inUse[kind] + 1)) {
            runs[job] = false;
            inUse[kindOf[job]] -= traffic.get(kindOf[job]).lots();
            tally.reclaims += isMeasured() ? 1 : 0;
        }
        return true;
    }

    private void finish(int job) {
        // A job that was reclaimed keeps its place in the calendar; only then is its number free again.
        free[freeCount++] = job;
        if (!runs[job]) {
            return;
        }
        runs[job] = false;
        int kind = kindOf[job];
        inUse[kind] -= traffic.get(kind).lots();
        if (traffic.get(kind).internal()) {
            lots.internalNeed(now, inUse[kind]);
        } else {
            lots.leave(now, job);
        }
    }
}
