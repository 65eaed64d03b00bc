package io.tidemark.simulations.selftest;

import java.util.Arrays;

/** What one replication counted, by kind of traffic. */
final class Tally {
    final long[] arrivals;
    final long[] blocked;

    /** Lots in use, times mean durations. */
    final double[] busy;

    long reclaims;

    /** Mean durations that were measured. */
    double length;

    /** A digest of every yes and no, the warm-up included. */
    long decisions;

    Tally(int kinds) {
        arrivals = new long[kinds];
        blocked = new long[kinds];
        busy = new double[kinds];
    }

    long allArrivals() {
        return Arrays.stream(arrivals).sum();
    }

    double blockedShare(int kind) {
        return (double) blocked[kind] / arrivals[kind];
    }

    double meanBusy(int kind) {
        return busy[kind] / length;
    }

    double reclaimsPerDuration() {
        return reclaims / length;
    }

    double reclaimsPerAdmission(int kind) {
        return (double) reclaims / (arrivals[kind] - blocked[kind]);
    }
}
