package io.tidemark.connectors.rules;

import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.sheet.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "propose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a directory of tables and keeps it in the market's store, for another operator to activate.",
            "",
            "What has a problem is not kept. The id that is printed is the SHA-256 of the rules.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is proposed",
            "1:it has problems, a line for each, or is there already",
            "2:a directory or the key cannot be used"
        },
        footer = {"", "Example:", "  tidemark rules propose tables --note 'dearer nights'"})
final class ProposeCommand extends DecisionCommand {
    @Parameters(paramLabel = "DIR", description = "a directory of tables with cases.csv")
    private Path directory = Path.of("");

    @Override
    int decide(RuleLife life, String operator, String note, Instant now, PrintWriter out) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Draft draft = Draft.read(directory, problems);
        try {
            if (problems.isEmpty()) {
                out.println(life.propose(draft, operator, note, now));
                return RulesCommand.OK;
            }
        } catch (DraftRefusedException refused) {
            problems.addAll(refused.problems());
        }
        Problems.print(problems, out);
        out.println(directory + " was not kept.");
        return RulesCommand.REFUSED;
    }
}
