package io.tidemark.fleet.release;

import io.tidemark.exchange.pool.Command;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What the operator's desk must know of the machines behind a pool. */
public interface Machines {
    /**
     * How many lots a tenant can have at each of some instants, if nothing fails.
     *
     * @param instants epoch milliseconds
     */
    List<Long> usableLots(List<Long> instants);

    /** What the meter says of an hour that is over; empty while it cannot say. */
    Optional<Command> reading(long hour);

    /**
     * Machines that are always there: every lot is usable as soon as the surplus says so, and every firm lot is delivered
     * for all of its hour. For simulations of the market alone.
     */
    static Machines everReady() {
        return new Machines() {
            @Override
            public List<Long> usableLots(List<Long> instants) {
                return Collections.nCopies(instants.size(), Long.MAX_VALUE);
            }

            @Override
            public Optional<Command> reading(long hour) {
                return Optional.of(new Command.MeterHour(hour, List.of()));
            }
        };
    }
}
