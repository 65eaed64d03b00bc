package io.tidemark.connectors.rules;

import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a proposed or retired rule set the active one. It takes another operator than the one who proposed it.",
            "",
            "The set is compiled and its cases are asked once more before.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is active",
            "1:it may not be",
            "2:there is no such set, or a directory or the key cannot be used"
        },
        footer = {"", "Example:", "  tidemark rules activate 3f9a0c21"})
final class ActivateCommand extends DecisionCommand {
    @Parameters(paramLabel = "SET", description = "an id, or its first eight digits or more")
    private String set = "";

    @Override
    int decide(RuleLife life, String operator, String note, Instant now, PrintWriter out) throws IOException {
        String id = NamedSets.id(life, set);
        life.activate(id, operator, note, now);
        out.println(id + " is active.");
        return RulesCommand.OK;
    }
}
