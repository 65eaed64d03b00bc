package io.tidemark.fleet.driver;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next where the rest begins, empty at the end
 * @param asOf when the backend knew this, epoch milliseconds; a driver that cannot reach its backend repeats what it knew
 *     with the old instant
 */
public record Page<T>(List<T> items, Optional<Cursor> next, long asOf) {
    public Page {
        items = List.copyOf(items);
    }
}
