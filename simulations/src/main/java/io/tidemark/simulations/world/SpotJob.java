package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import java.util.OptionalLong;

/** What a spot job has done and has at this moment. It works on lots that were handed over. */
final class SpotJob {
    private final JobDraw.Job job;
    private final long checkpoint;
    private long needLotMillis;
    private long doneSinceCheckpoint;
    private long runningLots;
    private long workingLots;
    private long since;
    private long workedSince;
    private int reclaims;
    private boolean ran;
    private long version;

    /** @param checkpoint how often it saves its work, milliseconds of its own running; 0 if a reclaim loses none of it */
    SpotJob(JobDraw.Job job, long checkpoint) {
        this.job = job;
        this.checkpoint = checkpoint;
        this.needLotMillis = job.lots() * job.hours() * Hours.MILLIS;
    }

    void runs(long time, long lots) {
        work(time);
        runningLots = lots;
        ran |= lots > 0;
        workingLots = Math.min(workingLots, lots);
    }

    void handedOver(long time, long lots) {
        work(time);
        if (workingLots == 0 && lots > 0) {
            workedSince = time;
        }
        workingLots = Math.min(lots, runningLots);
    }

    /** The newest lots stop first; they are the last to have been handed over. */
    void stops(long time, long lots) {
        work(time);
        runningLots = Math.max(0, runningLots - lots);
        workingLots = Math.min(workingLots, runningLots);
    }

    /** As {@link #stops}, and what was not saved is lost. */
    void reclaimed(long time, long lots) {
        work(time);
        reclaims++;
        if (checkpoint > 0 && workingLots > 0) {
            long unsaved = Math.min(doneSinceCheckpoint, (time - workedSince) % checkpoint * workingLots);
            needLotMillis += unsaved;
        }
        doneSinceCheckpoint = 0;
        stops(time, lots);
    }

    private void work(long time) {
        long done = Math.min(needLotMillis, workingLots * (time - since));
        needLotMillis -= done;
        doneSinceCheckpoint += done;
        since = time;
        version++;
    }

    boolean staysAfterLastReclaim() {
        return job.staysAfter(reclaims - 1);
    }

    boolean everRan() {
        return ran;
    }

    /** Changes with every change, so that what was planned before is known to be out of date. */
    long version() {
        return version;
    }

    /** When it is done if nothing changes; empty if it does not work. */
    OptionalLong completionAt(long time) {
        return workingLots == 0
                ? OptionalLong.empty()
                : OptionalLong.of(time + (needLotMillis + workingLots - 1) / workingLots);
    }
}
