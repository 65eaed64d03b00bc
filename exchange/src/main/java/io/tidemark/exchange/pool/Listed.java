package io.tidemark.exchange.pool;

/** An entry of a {@link Roll}; it knows its places there, so that nobody has to look for it. */
abstract class Listed {
    private int place;
    private int openPlace;

    /** Ascends with time. */
    abstract long id();

    final int place(boolean amongOpen) {
        return amongOpen ? openPlace : place;
    }

    final void stand(boolean amongOpen, int at) {
        if (amongOpen) {
            openPlace = at;
        } else {
            place = at;
        }
    }
}
