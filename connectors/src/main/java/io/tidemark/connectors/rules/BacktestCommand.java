package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.explain.NotExplainableException;
import io.tidemark.connectors.explain.RecordedFacts;
import io.tidemark.exchange.feed.OtherReleaseException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.pricing.compare.Shadow;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.RuleStoreException;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.simulations.run.BackTest;
import io.tidemark.simulations.run.Compared;
import io.tidemark.simulations.run.Progress;
import io.tidemark.simulations.run.UnusableInputException;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioReader;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import io.tidemark.simulations.world.BrokenWorldException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what a market would have come to by proposed tables: which published figures move, and whether revenue and"
                    + " reclaims do.",
            "",
            "The market is simulated on the engine itself. One replication is priced by the tables in force while the"
                    + " proposed ones are asked the same facts; then both price a market each, on the same random numbers.",
            "",
            "With --recorded the facts are those that the market in --data saw: every pricing in its journal is made again by"
                    + " its own rules, and the proposed ones are asked the same. The market may run meanwhile.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they were compared, whether there is a difference or not",
            "1:tables have problems, a line for each",
            "2:there is no such set or scenario, or it cannot be read"
        },
        footer = {
            "",
            "Examples:",
            "  tidemark rules backtest tables",
            "  tidemark rules backtest tables --recorded --data market",
            "  tidemark rules backtest tables --against live --scenario pool-month --reps 5 --json"
        })
final class BacktestCommand extends OfflineCommand {
    @Parameters(paramLabel = "SET", description = "the proposed tables: a directory, or an id of the store")
    private String proposed = "";

    @Option(
            names = "--against",
            paramLabel = "SET",
            defaultValue = "built-in",
            description = "built-in, live, an id, or a directory (default: ${DEFAULT-VALUE})")
    private String against = "";

    @Mixin
    private MarketStore store = new MarketStore();

    @Option(
            names = "--scenario",
            paramLabel = "SCENARIO",
            defaultValue = "quick",
            description = "a YAML file, or a built-in one (default: ${DEFAULT-VALUE})")
    private String scenario = "";

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "a value that takes the place of the scenario's")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--reps", paramLabel = "N", description = "replications of each; default: as the scenario says")
    private @Nullable Integer replications;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "replications at the same time; default: one for each processor")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--recorded", description = "ask what the market in --data saw, and simulate nothing")
    private boolean recorded;

    @Option(names = "--json", description = "print one object of JSON")
    private boolean json;

    @Override
    int run(PrintWriter out) throws IOException {
        List<Problem> problems = new ArrayList<>();
        if (recorded) {
            return ofTheMarket(out, problems);
        }
        Optional<RuleSet> before = NamedSets.compiled(store.life(), against, problems);
        Optional<RuleSet> after = NamedSets.compiled(store.life(), proposed, problems);
        if (before.isEmpty() || after.isEmpty()) {
            Problems.print(problems, out);
            out.println("They cannot be compared: the tables are not right.");
            return RulesCommand.REFUSED;
        }
        try {
            Scenario market = ScenarioReader.read(scenario, allSettings());
            BackTest test = new BackTest(market, new Pricer(before.get()), new Pricer(after.get()));
            Shadow.Seen seen = test.facts();
            Compared compared = test.markets(Math.max(1, jobs), Progress.none(), () -> false);
            if (json) {
                ObjectNode answer = new JsonMapper()
                        .createObjectNode()
                        .put("live", before.get().id())
                        .put("proposed", after.get().id());
                MovedFigures.put(answer, seen);
                ComparedMarkets.put(answer, compared);
                out.println(answer);
            } else {
                MovedFigures.print(against + " prices", proposed, seen, out);
                ComparedMarkets.print(compared, out);
            }
            return RulesCommand.OK;
        } catch (ScenarioRefusedException refused) {
            throw new IOException(
                    String.join(
                            "; ",
                            refused.problems().stream().map(Object::toString).toList()),
                    refused);
        } catch (UnusableInputException | BrokenWorldException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    private int ofTheMarket(PrintWriter out, List<Problem> problems) throws IOException {
        Optional<RuleSet> after = NamedSets.compiled(store.life(), proposed, problems);
        if (after.isEmpty()) {
            Problems.print(problems, out);
            out.println("They cannot be asked: the tables are not right.");
            return RulesCommand.REFUSED;
        }
        RecordedFacts.Answer answer;
        try {
            answer = new RecordedFacts(store.data()).ask(new Pricer(after.get()));
        } catch (NotExplainableException | JournalException | OtherReleaseException | RuleStoreException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
        if (json) {
            ObjectNode object = new JsonMapper()
                    .createObjectNode()
                    .put("proposed", after.get().id());
            MovedFigures.put(object, answer.seen())
                    .put("from", Instant.ofEpochMilli(answer.from()).toString())
                    .put("until", Instant.ofEpochMilli(answer.until()).toString())
                    .put("different", answer.different())
                    .put("unreadable", answer.unreadable());
            out.println(object);
            return RulesCommand.OK;
        }
        if (answer.seen().ticks() == 0) {
            out.println("The journal of " + store.data() + " has no pricing that this release can read.");
            return RulesCommand.OK;
        }
        out.printf(
                Locale.ROOT,
                "Priced in %s from %s to %s; made again, %d of %d pricings came to something else.%n",
                store.data(),
                Instant.ofEpochMilli(answer.from()),
                Instant.ofEpochMilli(answer.until()),
                answer.different(),
                answer.seen().ticks());
        if (answer.unreadable() > 0) {
            out.println(answer.unreadable() + " pricings of another release were left out.");
        }
        MovedFigures.print("the market priced", proposed, answer.seen(), out);
        return RulesCommand.OK;
    }

    private List<Setting> allSettings() throws IOException {
        List<Setting> all = new ArrayList<>();
        try {
            settings.forEach(text -> all.add(Setting.parse(text)));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
        if (replications != null) {
            all.add(new Setting("replications", "{count: " + replications + "}"));
        }
        return all;
    }
}
