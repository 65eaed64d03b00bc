package io.tidemark.pricing.compare;

import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import io.tidemark.pricing.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row that one of two tables has, or that says something else in the other. Rows are the same if they ask the same; on
 * which line they stand does not matter.
 *
 * @param kind what happened to it from the first table to the second
 * @param table the name of the table
 * @param row its line in the second table; of a removed one, in the first
 * @param when the facts it asks, in words
 * @param detail what it says, or of a changed one: from what to what
 */
public record RowChange(Kind kind, String table, int row, String when, String detail) {
    /** What happened to a row. */
    public enum Kind {
        ADDED,
        REMOVED,
        /** It says another value. */
        CHANGED,
        /** It gives another reason, and the same values. */
        REWORDED
    }

    /** The changes of one table, in the order of the first table, then what was added. */
    static List<RowChange> between(Table from, Table to) {
        Map<List<Row.Band>, Row> after = new LinkedHashMap<>();
        to.rows().forEach(row -> after.put(row.bands(), row));
        List<RowChange> changes = new ArrayList<>();
        for (Row row : from.rows()) {
            @Nullable Row same = after.remove(row.bands());
            if (same == null) {
                changes.add(change(Kind.REMOVED, from.schema(), row, values(from.schema(), row)));
            } else {
                difference(from.schema(), row, same).ifPresent(changes::add);
            }
        }
        after.values().forEach(row -> changes.add(change(Kind.ADDED, to.schema(), row, values(to.schema(), row))));
        return changes;
    }

    private static Optional<RowChange> difference(Schema schema, Row from, Row to) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < schema.outputs().size(); i++) {
            if (!from.values().get(i).equals(to.values().get(i))) {
                parts.add(schema.outputs().get(i).column() + " " + from.values().get(i) + " -> "
                        + to.values().get(i));
            }
        }
        if (!parts.isEmpty()) {
            return Optional.of(change(Kind.CHANGED, schema, to, String.join(", ", parts)));
        }
        return from.reason().equals(to.reason())
                ? Optional.empty()
                : Optional.of(change(Kind.REWORDED, schema, to, from.reason() + " -> " + to.reason()));
    }

    private static RowChange change(Kind kind, Schema schema, Row row, String detail) {
        List<String> when = new ArrayList<>();
        for (int i = 0; i < row.bands().size(); i++) {
            when.add(schema.dimensions().get(i).described(row.bands().get(i)));
        }
        return new RowChange(kind, schema.table(), row.number(), String.join(" and ", when), detail);
    }

    private static String values(Schema schema, Row row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < schema.outputs().size(); i++) {
            Output output = schema.outputs().get(i);
            parts.add(output.column() + " " + row.values().get(i));
        }
        return String.join(", ", parts);
    }
}
