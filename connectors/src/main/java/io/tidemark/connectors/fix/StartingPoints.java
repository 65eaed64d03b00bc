package io.tidemark.connectors.fix;

import java.util.List;

/** Where starting points are kept: the newest two, so that one may be damaged. For one thread at a time. */
interface StartingPoints {
    /** The good ones, the newest first; one that is damaged, or that another release wrote, is passed over and logged. */
    List<StartingPoint> newestFirst();

    /**
     * Keeps a point, and beside it the one that was kept for another offset, if there is one. On return it survives a power
     * cut, and so does every message that was stored when it was taken; until then what was kept before does.
     *
     * @throws RuntimeException if the storage refuses; the newest that was kept is kept
     */
    void save(StartingPoint point, long beside);

    /**
     * The first record that may be read at a next start, of whichever door begins at these points. From any thread; never falls.
     *
     * @param here the first that this door may read
     * @throws RuntimeException if it cannot be found out
     */
    long neededFrom(long here);

    /** Where they are, for messages to the operator. */
    String place();
}
