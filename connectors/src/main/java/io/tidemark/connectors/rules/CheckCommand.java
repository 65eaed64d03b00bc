package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Check.Verdict;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.sheet.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says everything that is wrong with a directory of tables: cells, gaps, overlaps, cases that come to something"
                    + " else, rows that no case asks.",
            "",
            "A case gives facts and what should be published for them; where a cell is empty it expects nothing. Every"
                    + " value of every row must show in something that a case expects.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is no problem",
            "1:there are problems, a line for each",
            "2:the directory cannot be read"
        },
        footer = {
            "",
            "Examples:",
            "  tidemark rules check tables",
            "  tidemark rules check tables --json",
            "  tidemark rules check tables --accept"
        })
final class CheckCommand extends OfflineCommand {
    @Parameters(paramLabel = "DIR", description = "a directory of tables")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "print one object of JSON")
    private boolean json;

    @Option(
            names = "--accept",
            description =
                    "write what the tables come to now into cases.csv first, wherever it expects something. Look at"
                            + " what changed there before you propose it")
    private boolean accept;

    @Override
    int run(PrintWriter out) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Draft draft = Draft.read(directory, problems);
        if (accept && problems.isEmpty()) {
            draft = accepted(draft);
        }
        Verdict verdict = Check.of(draft);
        problems.addAll(verdict.problems());
        if (json) {
            ObjectNode answer = new JsonMapper()
                    .createObjectNode()
                    .put("ruleSet", verdict.rules().map(RuleSet::id).orElse(null))
                    .put("tables", draft.tables().size())
                    .put("rules", verdict.ruleCount())
                    .put("cases", verdict.caseCount());
            Problems.add(problems, answer.putArray("problems"));
            out.println(answer);
        } else {
            Problems.print(problems, out);
            out.println(
                    problems.isEmpty()
                            ? directory + " is right: " + verdict.ruleCount() + " rules, " + verdict.caseCount()
                                    + " cases, rule set "
                                    + verdict.rules().map(RuleSet::id).orElseThrow()
                            : directory + " has " + problems.size()
                                    + (problems.size() == 1 ? " problem." : " problems."));
        }
        return problems.isEmpty() ? RulesCommand.OK : RulesCommand.REFUSED;
    }

    /** The same draft if it is not fit for that; the check says why. */
    private Draft accepted(Draft draft) throws IOException {
        try {
            Draft accepted = Check.accepting(draft);
            if (!accepted.equals(draft)) {
                Path cases = directory.resolve(Draft.CASES + ".csv");
                Path fresh = directory.resolve(Draft.CASES + ".new");
                Files.writeString(fresh, accepted.cases().orElse(""));
                Files.move(fresh, cases, StandardCopyOption.REPLACE_EXISTING);
            }
            return accepted;
        } catch (DraftRefusedException refused) {
            return draft;
        }
    }
}
