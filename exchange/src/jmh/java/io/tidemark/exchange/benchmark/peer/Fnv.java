package io.tidemark.exchange.benchmark.peer;

/** FNV-1a with 64 bits over numbers, each as eight bytes, the least significant first. */
final class Fnv {
    private static final long START = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private long hash = START;

    void add(long value) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (value >>> shift & 0xFF)) * PRIME;
        }
        hash = mixed;
    }

    /** Sixteen hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x".formatted(hash);
    }
}
