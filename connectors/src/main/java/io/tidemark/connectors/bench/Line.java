package io.tidemark.connectors.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The line of JSON that a measurement ends with; its fields keep the order in which they were said. */
final class Line {
    private final ObjectNode fields = new JsonMapper().createObjectNode();

    private Line() {}

    static Line of() {
        return new Line();
    }

    Line with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    Line with(String name, long value) {
        fields.put(name, value);
        return this;
    }

    /** Rounded to so many digits behind the point; null where nothing was measured. */
    Line with(String name, double value, int digits) {
        if (Double.isNaN(value)) {
            fields.putNull(name);
        } else {
            fields.put(name, BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP));
        }
        return this;
    }

    Line with(String name, Line inner) {
        fields.set(name, inner.fields);
        return this;
    }

    void print(PrintWriter out) {
        out.println(fields);
        out.flush();
    }
}
