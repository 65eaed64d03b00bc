package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Case 4, and what of case 9 follows from it: the operator's own work of 70 erlangs reclaims what spot work of 40 erlangs
 * runs on 100 lots.
 */
final class HeadroomCases {
    private static final int LOTS = 100;

    /** So long that the notice of 120 s is nothing: what it changes is about a thousandth, see {@link EngineLots}. */
    private static final long FIFTY_HOURS = 50 * 3_600_000L;

    private static final List<Traffic> TRAFFIC =
            List.of(Traffic.internal(70), Traffic.spot("spot", 40, 1, Durations.EXPONENTIAL));
    private static final int SPOT = 1;

    private final NamedStreams streams;
    private final Effort effort;
    private final Consumer<CaseResult> results;

    HeadroomCases(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        this.streams = streams;
        this.effort = effort;
        this.results = results;
    }

    /**
     * What the birth-death chain of all busy lots says.
     *
     * @param reclaims in a mean duration
     * @param reclaimBound how wide the interval of the reclaims may be: the rarer they are, the wider
     */
    private record Headroom(
            int lots,
            double blocked,
            double reclaims,
            double reclaimsPerAdmission,
            double inUse,
            double reclaimBound) {}

    private static final List<Headroom> HEADROOMS = List.of(
            new Headroom(0, 0.136115, 9.518391, 0.275453, 25.037015, 0.02),
            new Headroom(5, 0.391617, 1.644480, 0.067576, 22.690859, 0.05),
            new Headroom(10, 0.509100, 0.404625, 0.020606, 19.231376, 0.08),
            new Headroom(20, 0.703257, 0.043010, 0.003624, 11.826706, 0.20));

    void run() {
        for (Headroom headroom : HEADROOMS) {
            Control control = replications(headroom, streams).control(effort.length(45_000), effort.length(400));
            String with = ", headroom " + headroom.lots();
            tell("spot blocked" + with, headroom.blocked(), control, tally -> tally.blockedShare(SPOT), 0.02);
            tell(
                    "reclaims per mean duration" + with,
                    headroom.reclaims(),
                    control,
                    Tally::reclaimsPerDuration,
                    headroom.reclaimBound());
            tell(
                    "reclaims per admission" + with,
                    headroom.reclaimsPerAdmission(),
                    control,
                    tally -> tally.reclaimsPerAdmission(SPOT),
                    headroom.reclaimBound());
            tell("spot lots in use" + with, headroom.inUse(), control, tally -> tally.meanBusy(SPOT), 0.02);
        }
    }

    private static Replications replications(Headroom headroom, NamedStreams streams) {
        return new Replications(LOTS, headroom.lots(), TRAFFIC, streams, FIFTY_HOURS);
    }

    private void tell(String subject, double exact, Control control, ToDoubleFunction<Tally> metric, double bound) {
        results.accept(control.ofCount(4, subject, exact, metric, effort.bound(bound)));
        results.accept(control.ofEngine(4, subject, exact, metric, effort.bound(bound)));
    }

    /** On the same stream more headroom means no more reclaims, replication by replication. */
    void moreHeadroomNeverRaisesReclaims() {
        int violations = 0;
        List<Tally> before = replications(HEADROOMS.get(0), streams).engine(effort.length(100));
        for (Headroom headroom : HEADROOMS.subList(1, HEADROOMS.size())) {
            List<Tally> after = replications(headroom, streams).engine(effort.length(100));
            for (int i = 0; i < after.size(); i++) {
                violations += after.get(i).reclaims > before.get(i).reclaims ? 1 : 0;
            }
            before = after;
        }
        results.accept(CaseResult.ofViolations(
                9,
                "replications in which more headroom raised reclaims",
                Way.ENGINE,
                violations,
                "headroom 0, 5, 10, 20 on the same streams"));
    }

    /** The seed decides everything, the number of threads nothing. */
    void onlyTheSeedMatters() {
        long first = digest(streams, IntStream.range(0, 4).parallel());
        long violations = first == digest(streams, IntStream.range(0, 4)) ? 0 : 1;
        violations += first == digest(new NamedStreams(streams.seed() + 1), IntStream.range(0, 4)) ? 1 : 0;
        results.accept(CaseResult.ofViolations(
                9,
                "digests that are not as they should be",
                Way.ENGINE,
                violations,
                "equal on one thread and on many, different with another seed"));
    }

    private static long digest(NamedStreams streams, IntStream replications) {
        Headroom headroom = HEADROOMS.get(1);
        return Arrays.hashCode(replications
                .mapToLong(replication -> replications(headroom, streams)
                        .run(new EngineLots(LOTS, headroom.lots()), replication, 0, 5)
                        .decisions)
                .toArray());
    }
}
