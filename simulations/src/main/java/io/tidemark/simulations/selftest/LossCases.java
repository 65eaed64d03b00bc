package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Cases 1 and 3: whoever finds no free lots is lost. */
final class LossCases {
    private static final long HOUR = 3_600_000;

    private final NamedStreams streams;
    private final Effort effort;
    private final Consumer<CaseResult> results;

    LossCases(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        this.streams = streams;
        this.effort = effort;
        this.results = results;
    }

    /**
     * One system of Erlang's. The lengths in mean durations follow from the asymptotic variance of the share of time in
     * which a birth-death chain is full.
     */
    private record Erlang(int lots, double load, double blocked, double countLength, double engineLength) {}

    private static final List<Erlang> ERLANGS = List.of(
            new Erlang(5, 3, 0.110054, 145_000, 12_000),
            new Erlang(10, 8, 0.121661, 85_000, 5_000),
            new Erlang(20, 15, 0.045593, 180_000, 2_500),
            new Erlang(100, 90, 0.026957, 132_000, 400));

    /** Erlang's formula holds for any durations of the same mean, so the lognormal ones have the same answer. */
    void erlangB() {
        for (Erlang erlang : ERLANGS) {
            for (Durations durations : Durations.values()) {
                erlangB(erlang, durations);
            }
        }
    }

    private void erlangB(Erlang erlang, Durations durations) {
        String subject = "blocked, %d lots, %d erlangs, %s"
                .formatted(erlang.lots(), (int) erlang.load(), durations.name().toLowerCase(Locale.ROOT));
        Traffic jobs = Traffic.spot(subject, erlang.load(), 1, durations);
        // Long jobs keep a small pool in its state for longer, so lognormal ones need more patience.
        double patience = durations == Durations.LOGNORMAL ? erlang.lots() <= 20 ? 1.6 : 1.3 : 1;
        Control control = new Replications(erlang.lots(), 0, List.of(jobs), streams, HOUR)
                .control(effort.length(patience * erlang.countLength()), effort.length(erlang.engineLength()));
        tell(1, subject, erlang.blocked(), control, tally -> tally.blockedShare(0));
        results.accept(control.sameDecisions(1, subject));
    }

    /** Jobs of 1 and of 8 lots on 64. The large ones are gangs: eight free lots or none. */
    void gangs() {
        List<Traffic> traffic = List.of(
                Traffic.spot("gangs/1", 24, 1, Durations.EXPONENTIAL),
                Traffic.spot("gangs/8", 3, 8, Durations.EXPONENTIAL));
        Control control =
                new Replications(64, 0, traffic, streams, HOUR).control(effort.length(370_000), effort.length(2_500));
        tell(3, "blocked, size 1 of 64", 0.015006, control, tally -> tally.blockedShare(0));
        tell(3, "blocked, size 8 of 64", 0.150794, control, tally -> tally.blockedShare(1));
        tell(3, "lots in use of 64", 44.0208, control, tally -> tally.meanBusy(0) + tally.meanBusy(1));
        results.accept(control.sameDecisions(3, "64 lots, sizes 1 and 8"));
    }

    private void tell(int number, String subject, double exact, Control control, ToDoubleFunction<Tally> metric) {
        results.accept(control.ofCount(number, subject, exact, metric, effort.bound(0.02)));
        results.accept(control.ofEngine(number, subject, exact, metric, effort.bound(0.02)));
    }
}
