package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.life.RuleLife.Known;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what happened to which rule set, when, by whom and why, and where each set stands.",
            "",
            "The history is chained: a line that was changed, or taken out from between others, is told, and then nothing"
                    + " else is. That the last lines are missing cannot be told.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was told", "1:the store is damaged"},
        footer = {"", "Example:", "  tidemark rules history --data market"})
final class HistoryCommand extends OfflineCommand {
    @Mixin
    private MarketStore store = new MarketStore();

    @Option(names = "--json", description = "print one object of JSON")
    private boolean json;

    @Override
    int run(PrintWriter out) {
        RuleLife life = store.life();
        List<Entry> history = life.history();
        List<Known> sets = life.sets();
        if (json) {
            out.println(json(history, sets));
            return RulesCommand.OK;
        }
        for (Entry entry : history) {
            out.println(entry.number() + "  " + entry.at() + "  " + entry.action() + "  "
                    + NamedSets.shortened(entry.set()) + "  " + entry.operator()
                    + (entry.note().isEmpty() ? "" : "  " + entry.note()));
        }
        for (Known known : sets) {
            out.println(known.origin().set() + " is " + known.state());
        }
        if (history.isEmpty()) {
            out.println("No rule set was ever proposed.");
        }
        return RulesCommand.OK;
    }

    private static ObjectNode json(List<Entry> history, List<Known> sets) {
        ObjectNode answer = new JsonMapper().createObjectNode();
        ArrayNode entries = answer.putArray("history");
        for (Entry entry : history) {
            entries.addObject()
                    .put("number", entry.number())
                    .put("at", entry.at().toString())
                    .put("action", entry.action().name())
                    .put("ruleSet", entry.set())
                    .put("content", entry.content())
                    .put("operator", entry.operator())
                    .put("note", entry.note());
        }
        ArrayNode states = answer.putArray("ruleSets");
        for (Known known : sets) {
            states.addObject()
                    .put("ruleSet", known.origin().set())
                    .put("state", known.state().name())
                    .put("proposedBy", known.origin().operator());
        }
        return answer;
    }
}
