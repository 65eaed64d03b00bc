package io.tidemark.pricing.table;

import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A complete set of tables: every schema once, every case answered exactly once. */
public final class Tables {
    private final List<Table> tables;

    private Tables(List<Table> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * Reads and analyses a set of tables.
     *
     * @param texts the CSV text of each table by its name, such as {@code "utilisation"}
     * @throws TablesRefusedException with everything that is wrong, if anything is
     */
    public static Tables read(Map<String, String> texts) {
        List<Problem> problems = new ArrayList<>();
        texts.keySet().stream()
                .filter(name -> Schema.named(name).isEmpty())
                .sorted()
                .forEach(name -> problems.add(
                        new Problem(Code.UNKNOWN_TABLE, name, 0, "", "there is no such table", "one of " + names())));
        List<Table> tables = new ArrayList<>();
        for (Schema schema : Schema.values()) {
            Optional<String> text = Optional.ofNullable(texts.get(schema.table()));
            if (text.isEmpty()) {
                problems.add(new Problem(
                        Code.MISSING_TABLE,
                        schema.table(),
                        0,
                        "",
                        "the table is missing",
                        "a table with the columns " + header(schema)));
                continue;
            }
            List<Problem> found = new ArrayList<>();
            Table table = new Reader(schema, found).read(text.get());
            if (found.isEmpty()) {
                // Only when every row was understood: otherwise each bad row would be reported as a gap as well.
                Analysis.of(table, found);
            }
            found.sort(Comparator.comparingInt(Problem::row));
            problems.addAll(found);
            tables.add(table);
        }
        if (!problems.isEmpty()) {
            throw new TablesRefusedException(problems);
        }
        return new Tables(tables);
    }

    /** The tables in the order of the schemas. */
    public List<Table> all() {
        return tables;
    }

    static String header(Schema schema) {
        return String.join(",", schema.columns());
    }

    private static String names() {
        List<String> names = new ArrayList<>();
        for (Schema schema : Schema.values()) {
            names.add(schema.table());
        }
        return String.join(", ", names);
    }
}
