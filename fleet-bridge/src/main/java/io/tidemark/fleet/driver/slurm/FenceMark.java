package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.LeaseKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What we write on a node: for whom, and of which generation. It is all the memory that a fence has.
 *
 * <p>A fenced node bears its mark in the reason, which Slurm adds to when the node stops to answer ({@code : Not
 * responding}), so what comes after the mark is not looked at. One that was given back bears it in its comment, if that is
 * nobody else's.
 *
 * <p>It bears its own instant: Slurm dates a reason anew when it adds to it, and by another clock.
 *
 * @param fenced whether it was taken out; else it was given back
 * @param at when, epoch milliseconds, in whole seconds
 */
record FenceMark(boolean fenced, LeaseKey lease, long generation, long at) {
    private static final Pattern REASON = Pattern.compile(
            "tidemark (fenced|returned) (\\S+) generation ([0-9]{1,18}) at ([0-9T:-]{19}Z).*", Pattern.DOTALL);

    static FenceMark fenced(Fence fence, long now) {
        return new FenceMark(true, fence.lease(), fence.generation(), wholeSeconds(now));
    }

    static FenceMark returned(Fence fence, long now) {
        return new FenceMark(false, fence.lease(), fence.generation(), wholeSeconds(now));
    }

    private static long wholeSeconds(long millis) {
        return millis - Math.floorMod(millis, 1_000L);
    }

    boolean isOf(Fence fence) {
        return lease.equals(fence.lease()) && generation == fence.generation();
    }

    /** Reads a reason or a comment; empty if it is somebody else's. */
    static Optional<FenceMark> read(String reason) {
        Matcher ours = REASON.matcher(reason);
        if (!ours.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FenceMark(
                    ours.group(1).equals("fenced"),
                    LeaseKey.parse(ours.group(2)),
                    Long.parseLong(ours.group(3)),
                    Instant.parse(ours.group(4)).toEpochMilli()));
        } catch (IllegalArgumentException | DateTimeParseException nobodys) {
            // Somebody has typed what looks like ours; it is not.
            return Optional.empty();
        }
    }

    /** As it stands in Slurm. */
    @Override
    public String toString() {
        return "tidemark " + (fenced ? "fenced " : "returned ") + lease + " generation " + generation + " at "
                + Instant.ofEpochMilli(at);
    }

    /** What the job is called that holds nodes until they are drained; no other fence of ours has one of that name. */
    static String holderName(Fence fence) {
        return holderPrefix(fence.lease()) + fence.generation();
    }

    static String holderPrefix(LeaseKey lease) {
        return HOLDER + lease + " ";
    }

    static final String HOLDER = "tidemark-fence ";
}
