package io.tidemark.fleet.ledger;

import java.util.List;

/**
 * The laws of double entry, checked on all that was ever booked.
 *
 * @param transfers how many there are
 * @param problems a sentence for each law that does not hold; empty when all do
 */
public record Sweep(long transfers, List<String> problems) {
    public Sweep {
        problems = List.copyOf(problems);
    }

    public boolean isClean() {
        return problems.isEmpty();
    }
}
