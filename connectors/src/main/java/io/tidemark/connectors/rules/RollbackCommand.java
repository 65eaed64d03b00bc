package io.tidemark.connectors.rules;

import io.tidemark.pricing.life.RuleLife;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the set active that was so before the present one. It takes one operator: two have answered for that set"
                    + " already.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is active", "1:there is none", "2:a directory or the key cannot be used"},
        footer = {"", "Example:", "  tidemark rules rollback --note 'asks were too low'"})
final class RollbackCommand extends DecisionCommand {
    @Override
    int decide(RuleLife life, String operator, String note, Instant now, PrintWriter out) {
        out.println(life.rollBack(operator, note, now) + " is active again.");
        return RulesCommand.OK;
    }
}
