package io.tidemark.simulations.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * All the random numbers of one run: {@code f(seed, stream, entity)}.
 *
 * @param seed of the run; every value is a good one
 */
public record NamedStreams(long seed) {
    /** 2^64 divided by the golden ratio, made odd: the usual distance between the inputs of the mixer. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long FNV_START = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /** L64X128MixRandom is seeded with six longs. */
    private static final int SEED_LONGS = 6;

    /**
     * The random numbers of one replication of a run.
     *
     * @param replication from 1
     */
    public static NamedStreams ofReplication(long seed, int replication) {
        return new NamedStreams(mix(mix(seed) + replication));
    }

    /**
     * A new generator at the beginning of a stream.
     *
     * @param stream what the numbers are for, such as {@code "B200X8.PRN1/load"}
     * @param entity which one of its kind, such as the number of a week
     */
    public UniformRandomProvider stream(String stream, long entity) {
        long state = mix(mix(mix(seed) + hash(stream)) + entity);
        long[] longs = new long[SEED_LONGS];
        for (int i = 0; i < SEED_LONGS; i++) {
            state += GOLDEN;
            longs[i] = mix(state);
        }
        return RandomSource.L64_X128_MIX.create(longs);
    }

    /** FNV-1a over the characters: String.hashCode has too few bits to keep many streams apart. */
    private static long hash(String text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Stafford's mix 13, the finisher of SplitMix64: every bit of the input moves half of the output. */
    private static long mix(long bits) {
        long z = bits + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
