package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.pricing.compare.Comparison;
import io.tidemark.pricing.compare.Comparison.Move;
import io.tidemark.pricing.compare.RowChange;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.sheet.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says which rows are different in a second set of tables, and which published figures move.",
            "",
            "Both sets are asked over a grid: the boundaries of all rows of both cut the facts into cells, and each cell is"
                    + " asked at its lowest point, with a last price near what the machine is worth. Of a figure that"
                    + " moves the line tells in how many cells, and where it moves most.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they were compared, whether there is a difference or not",
            "1:tables have problems, a line for each",
            "2:there is no such set, or it cannot be read"
        },
        footer = {"", "Examples:", "  tidemark rules diff live tables", "  tidemark rules diff before after --json"})
final class DiffCommand extends OfflineCommand {
    @Parameters(index = "0", paramLabel = "FROM", description = "a directory of tables, built-in, live, or an id")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "the same")
    private String to = "";

    @Mixin
    private MarketStore store = new MarketStore();

    @Option(names = "--json", description = "print one object of JSON")
    private boolean json;

    @Override
    int run(PrintWriter out) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Optional<RuleSet> before = NamedSets.compiled(store.life(), from, problems);
        Optional<RuleSet> after = NamedSets.compiled(store.life(), to, problems);
        if (before.isEmpty() || after.isEmpty()) {
            Problems.print(problems, out);
            out.println("They cannot be compared: the tables are not right.");
            return RulesCommand.REFUSED;
        }
        Comparison comparison = Comparison.of(before.get(), after.get());
        if (json) {
            out.println(json(before.get(), after.get(), comparison));
        } else {
            print(comparison, out);
        }
        return RulesCommand.OK;
    }

    private void print(Comparison comparison, PrintWriter out) {
        if (comparison.rows().isEmpty() && comparison.moves().isEmpty()) {
            out.println(from + " and " + to + " say the same.");
            return;
        }
        for (RowChange row : comparison.rows()) {
            out.println(row.kind().name().toLowerCase(Locale.ROOT) + " " + row.table() + ".csv:" + row.row() + ": "
                    + row.when() + ": " + row.detail());
        }
        for (Move move : comparison.moves()) {
            out.printf(
                    Locale.ROOT,
                    "%s moves in %d of %d cells, most from %d to %d (%+d) at %s%n",
                    move.outcome().column(),
                    move.moved(),
                    move.asked(),
                    move.from(),
                    move.to(),
                    move.to() - move.from(),
                    move.where());
        }
        if (comparison.moves().isEmpty()) {
            out.println("No figure moves.");
        }
        if (comparison.oneIn() > 1) {
            out.println("The grid is large: one in " + comparison.oneIn() + " of its cells was asked, "
                    + comparison.cells() + " in all.");
        }
    }

    private static ObjectNode json(RuleSet before, RuleSet after, Comparison comparison) {
        ObjectNode answer = new JsonMapper()
                .createObjectNode()
                .put("from", before.id())
                .put("to", after.id())
                .put("cells", comparison.cells())
                .put("oneIn", comparison.oneIn());
        ArrayNode rows = answer.putArray("rows");
        for (RowChange row : comparison.rows()) {
            rows.addObject()
                    .put("kind", row.kind().name())
                    .put("table", row.table())
                    .put("row", row.row())
                    .put("when", row.when())
                    .put("detail", row.detail());
        }
        ArrayNode moves = answer.putArray("moves");
        for (Move move : comparison.moves()) {
            moves.addObject()
                    .put("outcome", move.outcome().column())
                    .put("moved", move.moved())
                    .put("asked", move.asked())
                    .put("from", move.from())
                    .put("to", move.to())
                    .put("where", move.where().toString());
        }
        return answer;
    }
}
