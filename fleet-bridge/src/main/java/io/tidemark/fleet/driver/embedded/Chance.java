package io.tidemark.fleet.driver.embedded;

/**
 * Numbers that look drawn but are a function of what they are for. A generator would have a position, which a restart
 * would lose.
 */
final class Chance {
    private final long seed;

    Chance(long seed) {
        this.seed = seed;
    }

    /** From 0 up to but not including 1. */
    double of(String node, long generation, String what) {
        long mixed = mix(seed);
        mixed = mix(mixed ^ hash(node));
        mixed = mix(mixed ^ generation);
        mixed = mix(mixed ^ hash(what));
        return (mixed >>> 11) * 0x1.0p-53;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
