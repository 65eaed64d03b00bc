package io.tidemark.pricing.table;

import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.sheet.Line;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import io.tidemark.pricing.sheet.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The text of one table into rows. It goes on after a problem, so that an author sees all of them at once. */
final class Reader {
    private final Schema schema;
    private final List<Problem> problems;

    Reader(Schema schema, List<Problem> problems) {
        this.schema = schema;
        this.problems = problems;
    }

    Table read(String text) {
        List<Row> rows = new ArrayList<>();
        for (Line line : Sheet.read(schema.table(), schema.columns(), text, problems)) {
            row(line).ifPresent(rows::add);
        }
        return new Table(schema, rows);
    }

    private Optional<Row> row(Line line) {
        int before = problems.size();
        List<Row.Band> bands = new ArrayList<>();
        for (Dimension dimension : schema.dimensions()) {
            band(line, dimension).ifPresent(bands::add);
        }
        List<Long> values = new ArrayList<>();
        for (Output output : schema.outputs()) {
            line.number(output.column(), output.least(), output.most()).ifPresent(values::add);
        }
        Optional<String> reason = line.phrase(Schema.REASON, " that complete a sentence after \"because\"");
        return problems.size() == before && reason.isPresent()
                ? Optional.of(new Row(line.number(), bands, values, reason.get()))
                : Optional.empty();
    }

    private static Optional<Row.Band> band(Line line, Dimension dimension) {
        List<String> its = dimension.columns();
        if (dimension.isName()) {
            OptionalInt place = line.name(its.get(0), dimension.names());
            return place.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Row.Band(place.getAsInt(), place.getAsInt() + 1L));
        }
        OptionalLong from = line.number(its.get(0), dimension.least(), dimension.end() - 1);
        OptionalLong to = line.number(its.get(1), dimension.least() + 1, dimension.end());
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Row.Band band = new Row.Band(from.getAsLong(), to.getAsLong());
        if (band.from() >= band.to()) {
            line.problem(
                    Code.EMPTY_BAND,
                    its.get(1),
                    "the band from " + band.from() + " to " + band.to() + " is empty",
                    "more than " + band.from() + ": a band holds from, but not to");
            return Optional.empty();
        }
        return Optional.of(band);
    }
}
