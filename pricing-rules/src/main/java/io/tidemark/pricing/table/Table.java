package io.tidemark.pricing.table;

import java.util.List;

/** A table that was read; its cells are right, each for itself. */
public record Table(Schema schema, List<Row> rows) {
    public Table {
        rows = List.copyOf(rows);
    }
}
