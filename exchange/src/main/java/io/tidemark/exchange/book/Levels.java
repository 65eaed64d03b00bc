package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/**
 * For each price rank at which something rests, the last of its queue. Prices are bounded, so that a rank is a place in an
 * array; a bit for each taken place finds the next one without a search. Pages of ranks come into being when they are used.
 */
final class Levels {
    /** Ranks go from 0 to one below this. */
    static final int RANKS = 1 << 20;

    private static final int PAGE_BITS = 10;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int PAGES = RANKS >> PAGE_BITS;

    private final @Nullable Page[] pages = new @Nullable Page[PAGES];
    private final long[] takenPages = new long[PAGES >> 6];

    private static final class Page {
        final @Nullable Resting[] last = new @Nullable Resting[1 << PAGE_BITS];
        final long[] taken = new long[1 << PAGE_BITS >> 6];
        int levels;
    }

    @Nullable Resting last(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        return page == null ? null : page.last[rank & PAGE_MASK];
    }

    void put(int rank, Resting last) {
        Page page = pages[rank >> PAGE_BITS];
        if (page == null) {
            page = new Page();
            pages[rank >> PAGE_BITS] = page;
        }
        int place = rank & PAGE_MASK;
        if (page.last[place] == null) {
            page.taken[place >> 6] |= 1L << place;
            if (page.levels++ == 0) {
                takenPages[rank >> PAGE_BITS >> 6] |= 1L << (rank >> PAGE_BITS);
            }
        }
        page.last[place] = last;
    }

    void clear(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        int place = rank & PAGE_MASK;
        if (page != null && page.last[place] != null) {
            page.last[place] = null;
            page.taken[place >> 6] &= ~(1L << place);
            if (--page.levels == 0) {
                takenPages[rank >> PAGE_BITS >> 6] &= ~(1L << (rank >> PAGE_BITS));
            }
        }
    }

    /** The last of the queue of the next lower rank at which something rests, or null. */
    @Nullable Resting lastBelow(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        int place = page == null ? -1 : below(page.taken, rank & PAGE_MASK);
        if (place < 0) {
            int number = below(takenPages, rank >> PAGE_BITS);
            page = number < 0 ? null : pages[number];
            place = page == null ? -1 : below(page.taken, 1 << PAGE_BITS);
        }
        return page == null || place < 0 ? null : page.last[place];
    }

    /** The highest set bit below {@code end}, or -1. */
    private static int below(long[] bits, int end) {
        int word = end >> 6;
        // The shift takes only the low six bits of its operand: a mask of the bits below, none at a word's beginning.
        long left = word < bits.length ? bits[word] & ((1L << end) - 1) : 0;
        while (left == 0 && word > 0) {
            left = bits[--word];
        }
        return left == 0 ? -1 : (word << 6) + 63 - Long.numberOfLeadingZeros(left);
    }
}
