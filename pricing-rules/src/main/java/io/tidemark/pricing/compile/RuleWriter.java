package io.tidemark.pricing.compile;

import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.table.Dimension;
import io.tidemark.pricing.table.Dimension.Subject;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import io.tidemark.pricing.table.Table;
import io.tidemark.pricing.table.Tables;
import java.util.ArrayList;
import java.util.List;

/** Writes the rules of a set of tables, one per row. The same tables give the same text. */
final class RuleWriter {
    static final String FINDINGS = "findings";

    private final StringBuilder text = new StringBuilder();

    private RuleWriter() {}

    static String write(Tables tables) {
        RuleWriter writer = new RuleWriter();
        writer.line("package io.tidemark.pricing.rules;");
        writer.line("import " + PoolFacts.class.getName() + ";");
        writer.line("import " + HourFacts.class.getName() + ";");
        writer.line("import " + GroupFacts.class.getName() + ";");
        writer.line("global " + Findings.class.getName() + " " + FINDINGS + ";");
        for (Table table : tables.all()) {
            for (Row row : table.rows()) {
                writer.rule(table.schema(), row);
            }
        }
        return writer.text.toString();
    }

    private void rule(Schema schema, Row row) {
        String id = schema.ruleId(row);
        line("rule \"" + id + "\"");
        line("when");
        pattern("$pool : PoolFacts", Subject.POOL, schema, row);
        pattern("$hour : HourFacts", Subject.HOUR, schema, row);
        pattern("$group : GroupFacts", Subject.GROUP, schema, row);
        line("then");
        String hour = schema.isAboutHours() ? "$hour.hour()" : Effect.WHOLE_POOL + "L";
        for (int i = 0; i < schema.outputs().size(); i++) {
            line("  " + FINDINGS + ".add(\"" + id + "\", \""
                    + schema.outputs().get(i).name() + "\", " + row.values().get(i) + "L, " + hour + ", "
                    + input(schema) + ");");
        }
        line("end");
    }

    private void pattern(String start, Subject subject, Schema schema, Row row) {
        List<String> constraints = new ArrayList<>();
        for (int i = 0; i < schema.dimensions().size(); i++) {
            Dimension dimension = schema.dimensions().get(i);
            Row.Band band = row.bands().get(i);
            if (dimension.subject() != subject) {
                continue;
            }
            if (dimension.isName()) {
                constraints.add(dimension.accessor() + " == \"" + dimension.nameAt(band.from()) + "\"");
            } else {
                constraints.add(dimension.accessor() + " >= " + band.from() + "L");
                constraints.add(dimension.accessor() + " < " + band.to() + "L");
            }
        }
        if (!constraints.isEmpty()) {
            line("  " + start + "(" + String.join(", ", constraints) + ")");
        }
    }

    /** A Java expression that tells which facts the rule saw: {@code "lead_minutes=" + $hour.leadMinutes()}. */
    private static String input(Schema schema) {
        List<String> parts = new ArrayList<>();
        for (Dimension dimension : schema.dimensions()) {
            parts.add("\"" + (parts.isEmpty() ? "" : " ") + dimension.label() + "=\" + " + variable(dimension.subject())
                    + "." + dimension.accessor() + "()");
        }
        return String.join(" + ", parts);
    }

    private static String variable(Subject subject) {
        return switch (subject) {
            case POOL -> "$pool";
            case HOUR -> "$hour";
            case GROUP -> "$group";
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
