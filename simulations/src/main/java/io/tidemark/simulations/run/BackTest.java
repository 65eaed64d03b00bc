package io.tidemark.simulations.run;

import io.tidemark.pricing.compare.Shadow;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.world.CommandTap;
import io.tidemark.simulations.world.Control;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A proposed rule set held against the live one on a market: what it would have published where the live set prices, and
 * what a market comes to that it prices itself.
 */
public final class BackTest {
    private final Scenario scenario;
    private final Pricing live;
    private final Pricing proposed;

    public BackTest(Scenario scenario, Pricing live, Pricing proposed) {
        this.scenario = scenario;
        this.live = live;
        this.proposed = proposed;
    }

    /**
     * Plays the first replication by the live set and asks the proposed one every fact that comes up.
     *
     * @throws UnusableInputException if a file of the scenario cannot be used
     */
    public Shadow.Seen facts() throws UnusableInputException {
        Shadow shadow = new Shadow(live, proposed);
        InputFiles files = InputFiles.read(scenario, shadow);
        new Replication(scenario, files.inputs(), 1, CommandTap.none()).play(Control.none());
        return shadow.seen();
    }

    /**
     * Plays the scenario by both on common random numbers. The live set is the first variant.
     *
     * @throws UnusableInputException if a file of the scenario cannot be used
     */
    public Compared markets(int jobs, Progress progress, BooleanSupplier stopped) throws UnusableInputException {
        List<Variant> variants = List.of(
                new Variant("live", scenario, InputFiles.read(scenario, live)),
                new Variant("proposed", scenario, InputFiles.read(scenario, proposed)));
        try {
            return new Comparison(variants, jobs).run((variant, outcome) -> {}, progress, stopped);
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing is written here", impossible);
        }
    }
}
