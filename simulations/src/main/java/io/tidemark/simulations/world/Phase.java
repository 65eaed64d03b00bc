package io.tidemark.simulations.world;

/** What comes first at one instant, after the engine's own timers. It decides who wins ties. */
enum Phase {
    /** Internal demand is read, lots are asked back or released, the pool is priced, hours are settled. */
    OPERATOR(0),
    /** Lots are handed over to leases. */
    FLEET(1),
    /** Jobs that are done leave; those that lost patience give up. */
    DEPARTURES(2),
    /** New jobs arrive. */
    ARRIVALS(3),
    /** Traders look at the market and act, in the scenario's order. */
    TRADERS(4),
    /** A row of the series is taken. */
    SAMPLING(5);

    private final int rank;

    Phase(int rank) {
        this.rank = rank;
    }

    int rank() {
        return rank;
    }
}
