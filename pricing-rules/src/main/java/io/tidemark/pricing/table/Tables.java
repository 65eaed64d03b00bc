package io.tidemark.pricing.table;

import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A complete set of tables: every schema once, every case answered exactly once. */
public final class Tables {
    /** More than a buyer wants to read; what a pool takes, too. */
    public static final int MOST_TIERS = 10;

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
        if (problems.isEmpty()) {
            tiers(tables, problems);
        }
        if (!problems.isEmpty()) {
            throw new TablesRefusedException(problems);
        }
        return new Tables(tables);
    }

    private static void tiers(List<Table> tables, List<Problem> problems) {
        int count = starts(tables).size();
        if (count > MOST_TIERS) {
            problems.add(new Problem(
                    Code.TOO_MANY_TIERS,
                    Schema.RISK.table(),
                    0,
                    "",
                    "together with " + Schema.FEES.table() + " it cuts groups into " + count + " tiers",
                    "bands of " + Dimension.TRADED_LOT_HOURS.label() + " that begin at " + MOST_TIERS
                            + " places in both tables together"));
        }
    }

    /** Where the terms of groups may change: the traded lot-hours at which a row begins that speaks about groups. */
    public SortedSet<Long> tierStarts() {
        return starts(tables);
    }

    private static SortedSet<Long> starts(List<Table> tables) {
        SortedSet<Long> starts = new TreeSet<>();
        for (Table table : tables) {
            int place = table.schema().dimensions().indexOf(Dimension.TRADED_LOT_HOURS);
            if (place >= 0) {
                table.rows().forEach(row -> starts.add(row.bands().get(place).from()));
            }
        }
        return starts;
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
