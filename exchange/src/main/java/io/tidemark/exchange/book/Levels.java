package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/**
 * For each price rank at which something rests, the first of its queue. Prices are bounded, so that a rank is a place in an
 * array, and the next taken one is found without a search. Pages of ranks come into being when they are used.
 */
final class Levels {
    private static final int PAGE_BITS = 10;
    private static final int PAGE_MASK = PlaceSet.PLACES - 1;

    /** Ranks go from 0 to one below this. */
    static final int RANKS = PlaceSet.PLACES << PAGE_BITS;

    private final @Nullable Page[] pages = new @Nullable Page[PlaceSet.PLACES];
    private final PlaceSet takenPages = new PlaceSet();

    /** The taken ones of consecutive ranks, and who is the first at each. */
    private static final class Page extends PlaceSet {
        final @Nullable Resting[] first = new @Nullable Resting[PLACES];
    }

    /**
     * An order becomes the first at its rank, unless somebody is there.
     *
     * @return the first of those who are there already, or null
     */
    @Nullable Resting claim(int rank, Resting order) {
        Page page = pages[rank >> PAGE_BITS];
        if (page == null) {
            page = new Page();
            pages[rank >> PAGE_BITS] = page;
        }
        int place = rank & PAGE_MASK;
        Resting head = page.first[place];
        if (head == null) {
            if (page.isEmpty()) {
                takenPages.add(rank >> PAGE_BITS);
            }
            page.add(place);
            page.first[place] = order;
        }
        return head;
    }

    /** Another one is the first of a queue now. */
    void replace(int rank, Resting first) {
        Page page = pages[rank >> PAGE_BITS];
        if (page != null) {
            page.first[rank & PAGE_MASK] = first;
        }
    }

    /** Nothing rests at a rank any more. */
    void clear(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        if (page != null) {
            page.first[rank & PAGE_MASK] = null;
            page.remove(rank & PAGE_MASK);
            if (page.isEmpty()) {
                takenPages.remove(rank >> PAGE_BITS);
            }
        }
    }

    /** The first of the queue of the next higher rank at which something rests, or null. */
    @Nullable Resting firstAbove(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        int place = page == null ? PlaceSet.NONE : page.above(rank & PAGE_MASK);
        if (place == PlaceSet.NONE) {
            page = page(takenPages.above(rank >> PAGE_BITS));
            place = page == null ? PlaceSet.NONE : page.lowest();
        }
        return page == null ? null : page.first[place];
    }

    /** The first of the queue of the next lower rank at which something rests, or null. */
    @Nullable Resting firstBelow(int rank) {
        Page page = pages[rank >> PAGE_BITS];
        int place = page == null ? PlaceSet.NONE : page.below(rank & PAGE_MASK);
        if (place == PlaceSet.NONE) {
            page = page(takenPages.below(rank >> PAGE_BITS));
            place = page == null ? PlaceSet.NONE : page.highest();
        }
        return page == null ? null : page.first[place];
    }

    private @Nullable Page page(int number) {
        return number == PlaceSet.NONE ? null : pages[number];
    }
}
