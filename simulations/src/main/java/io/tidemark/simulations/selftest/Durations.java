package io.tidemark.simulations.selftest;

import org.apache.commons.rng.UniformRandomProvider;

/** How long jobs run; the mean is 1, whatever the shape. */
enum Durations {
    EXPONENTIAL {
        @Override
        double draw(UniformRandomProvider random) {
            return exponential(random);
        }
    },
    /** As spread out as measured job lengths: the standard deviation is 1.6 times the mean (sigma 1.1). */
    LOGNORMAL {
        @Override
        double draw(UniformRandomProvider random) {
            double radius = StrictMath.sqrt(2 * exponential(random));
            double normal = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
            return StrictMath.exp(SIGMA * normal - SIGMA * SIGMA / 2);
        }
    };

    private static final double SIGMA = 1.1;

    abstract double draw(UniformRandomProvider random);

    static double exponential(UniformRandomProvider random) {
        return -StrictMath.log(1 - random.nextDouble());
    }
}
