package io.tidemark.exchange.book;

/**
 * A set of numbers below {@value #PLACES}, as bits. A bit for each word that is not empty lets it find the next number without
 * a search, however far away that is.
 */
class PlaceSet {
    static final int PLACES = 1 << 10;

    /** What no place is. */
    static final int NONE = -1;

    private final long[] words = new long[PLACES >> 6];

    /** A bit for each word that has any. */
    private int taken;

    final void add(int place) {
        words[place >> 6] |= 1L << place;
        taken |= 1 << (place >> 6);
    }

    final void remove(int place) {
        words[place >> 6] &= ~(1L << place);
        if (words[place >> 6] == 0) {
            taken &= ~(1 << (place >> 6));
        }
    }

    final boolean isEmpty() {
        return taken == 0;
    }

    final int lowest() {
        return taken == 0 ? NONE : lowestOf(Integer.numberOfTrailingZeros(taken));
    }

    final int highest() {
        return taken == 0 ? NONE : highestOf(31 - Integer.numberOfLeadingZeros(taken));
    }

    /** The lowest number above another one, or {@link #NONE}. */
    final int above(int place) {
        int word = place >> 6;
        // Two shifts, for a shift by 64 is none at all.
        long left = words[word] & (-1L << place << 1);
        if (left != 0) {
            return (word << 6) + Long.numberOfTrailingZeros(left);
        }
        int others = taken & (-1 << word << 1);
        return others == 0 ? NONE : lowestOf(Integer.numberOfTrailingZeros(others));
    }

    /** The highest number below another one, or {@link #NONE}. */
    final int below(int place) {
        int word = place >> 6;
        long left = words[word] & ((1L << place) - 1);
        if (left != 0) {
            return (word << 6) + 63 - Long.numberOfLeadingZeros(left);
        }
        int others = taken & ((1 << word) - 1);
        return others == 0 ? NONE : highestOf(31 - Integer.numberOfLeadingZeros(others));
    }

    private int lowestOf(int word) {
        return (word << 6) + Long.numberOfTrailingZeros(words[word]);
    }

    private int highestOf(int word) {
        return (word << 6) + 63 - Long.numberOfLeadingZeros(words[word]);
    }
}
