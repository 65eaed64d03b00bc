package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Simulates what theory can compute, and says whether both agree.
 *
 * <p>The same seed and effort give the same results on every machine. With a seed of one's own about one number in a hundred
 * falls outside of its interval by chance, for that is what 99 % means: try another seed before suspecting the simulator,
 * and suspect it if the same number fails twice.
 */
public final class SelfTest {
    /** The seed of the tests. */
    public static final long USUAL_SEED = 2026;

    private SelfTest() {}

    /** All cases with the usual seed in full length: about a minute on two cores. */
    public static List<CaseResult> run(Consumer<CaseResult> progress) {
        return run(Effort.FULL, USUAL_SEED, progress);
    }

    /**
     * All cases.
     *
     * @param progress is told of each result as it comes
     */
    public static List<CaseResult> run(Effort effort, long seed, Consumer<CaseResult> progress) {
        List<CaseResult> all = new ArrayList<>();
        Consumer<CaseResult> results = result -> {
            all.add(result);
            progress.accept(result);
        };
        NamedStreams streams = new NamedStreams(seed);
        LossCases losses = new LossCases(streams, effort, results);
        HeadroomCases headroom = new HeadroomCases(streams, effort, results);
        RevenueCases revenue = new RevenueCases(streams, effort, results);
        losses.erlangB();
        WaitingCases.run(streams, effort, results);
        losses.gangs();
        headroom.run();
        revenue.newsvendor();
        revenue.dynamicPrices();
        new PolicyCases(streams, effort, results).run();
        DiurnalCase.run(streams, effort, results);
        HonestyCase.run(streams, effort, results);
        headroom.moreHeadroomNeverRaisesReclaims();
        headroom.onlyTheSeedMatters();
        return List.copyOf(all);
    }
}
