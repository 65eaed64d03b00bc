package io.tidemark.simulations.selftest;

/**
 * Jobs of one kind: they arrive one by one at random, so many in a mean duration.
 *
 * @param erlangs arrivals in a mean duration
 * @param lots of one job
 * @param internal whether it is the operator's own work, which takes what spot leases hold
 */
record Traffic(String name, double erlangs, int lots, Durations durations, boolean internal) {
    static Traffic spot(String name, double erlangs, int lots, Durations durations) {
        return new Traffic(name, erlangs, lots, durations, false);
    }

    static Traffic internal(double erlangs) {
        return new Traffic("internal", erlangs, 1, Durations.EXPONENTIAL, true);
    }
}
