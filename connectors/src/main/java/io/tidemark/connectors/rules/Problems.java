package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidemark.pricing.sheet.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Problems of sheets, for people and for programs. */
final class Problems {
    private Problems() {}

    /** One line each, as compilers do it: {@code lead-time.csv:3: fair_bps: what is wrong; right would be ... [CODE]}. */
    static void print(List<Problem> problems, PrintWriter out) {
        for (Problem problem : problems) {
            out.println(problem.table() + ".csv" + (problem.row() == 0 ? "" : ":" + problem.row())
                    + (problem.column().isEmpty() ? "" : ": " + problem.column()) + ": " + problem.message()
                    + "; right would be " + problem.remedy() + " [" + problem.code() + "]");
        }
    }

    static void add(List<Problem> problems, ArrayNode to) {
        for (Problem problem : problems) {
            to.addObject()
                    .put("code", problem.code().name())
                    .put("table", problem.table())
                    .put("row", problem.row())
                    .put("column", problem.column())
                    .put("message", problem.message())
                    .put("remedy", problem.remedy());
        }
    }
}
