package io.tidemark.pricing.check;

import io.tidemark.pricing.compile.Hash;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.SheetFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What analysts wrote: tables, and cases with the outcomes they expect. Nothing of it need be right.
 *
 * @param tables the CSV text of each table by its name
 * @param cases the CSV text of the golden cases
 */
public record Draft(Map<String, String> tables, Optional<String> cases) {
    /** The name of the sheet of cases. */
    public static final String CASES = "cases";

    public Draft {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    }

    /** The tables and cases that come with this module. */
    public static Draft builtIn() {
        String file = "/io/tidemark/pricing/tables/" + CASES + ".csv";
        try (InputStream stream = Draft.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the module was packed without " + file);
            }
            return new Draft(
                    RuleSet.builtInTables(), Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /**
     * Reads a directory: {@code cases.csv} and a {@code .csv} for each table.
     *
     * @param problems what is no file is added here
     * @throws IOException if the directory or a file cannot be read
     */
    public static Draft read(Path directory, List<Problem> problems) throws IOException {
        return of(SheetFiles.read(directory, problems));
    }

    /** From all sheets, the cases among them. */
    public static Draft of(Map<String, String> sheets) {
        Map<String, String> tables = new TreeMap<>(sheets);
        Optional<String> cases = Optional.ofNullable(tables.remove(CASES));
        return new Draft(tables, cases);
    }

    /** The SHA-256 of all sheets, in hex. The id of the rule set is another: rules know nothing of cases. */
    public String content() {
        return Hash.sha256(sheets(), "");
    }

    /** All sheets by name, the cases among them. */
    public Map<String, String> sheets() {
        Map<String, String> sheets = new TreeMap<>(tables);
        cases.ifPresent(text -> sheets.put(CASES, text));
        return sheets;
    }
}
