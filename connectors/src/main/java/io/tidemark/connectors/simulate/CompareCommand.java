package io.tidemark.connectors.simulate;

import io.tidemark.simulations.report.ComparisonReport;
import io.tidemark.simulations.run.Compared;
import io.tidemark.simulations.run.Comparison;
import io.tidemark.simulations.run.ComparisonFolder;
import io.tidemark.simulations.run.InputFiles;
import io.tidemark.simulations.run.UnusableInputException;
import io.tidemark.simulations.run.Variant;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays scenarios on the same random numbers and says how each differs from the first.",
            "",
            "A variant is called better or worse only where the 95 %% interval of the paired difference excludes zero."
                    + " All of them have the first one's seed and number of replications.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they were compared, whether there is a difference or not",
            "1:it cannot be written, or a market broke",
            "2:a scenario, a file that it names or an option is wrong",
            "4:it is not as precise as asked, or was stopped"
        },
        footer = {
            "",
            "Examples:",
            "  tidemark simulate compare quick --vary pricing.policy=rules,fixed,utilisation",
            "  tidemark simulate compare before.yaml after.yaml --reps 20"
        })
final class CompareCommand extends PlayingCommand {
    private static final double NANOS = 1e9;

    @Parameters(
            arity = "1..*",
            paramLabel = "SCENARIO",
            description =
                    "YAML files, or quick, pool-month, earth-month or philly-month; the others are held against the first")
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "PATH=VALUES",
            description =
                    "values of a setting, such as pricing.policy=rules,fixed: each scenario is played with each of"
                            + " them, the first value first; may be given several times")
    private List<String> variations = new ArrayList<>();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Override
    int play() throws ScenarioRefusedException, UnusableInputException, IOException {
        List<Variant> variants = variants();
        if (variants.size() < 2) {
            throw new ParameterException(
                    spec().commandLine(),
                    "one scenario is no comparison; give another one, or --vary, such as --vary"
                            + " release.headroom=0.05,0.1");
        }
        long began = System.nanoTime();
        ComparisonFolder folder = ComparisonFolder.begin(parent());
        try (StopSwitch stop = StopSwitch.install()) {
            boolean finished = false;
            try {
                Compared compared = played(variants, folder, stop);
                if (compared.replications() == 0) {
                    return stoppedTooEarly();
                }
                Path place = folder.finish(compared, target(), parent());
                finished = true;
                return say(compared, place, (System.nanoTime() - began) / NANOS);
            } finally {
                if (!finished) {
                    folder.abandon();
                }
            }
        }
    }

    private List<Variant> variants() throws ScenarioRefusedException, UnusableInputException, IOException {
        List<List<Setting>> lists = List.of(List.of());
        try {
            for (String variation : variations) {
                lists = Variations.parse(variation).after(lists);
            }
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), String.valueOf(wrong.getMessage()));
        }
        List<Variant> variants = new ArrayList<>();
        for (String name : scenarios) {
            for (List<Setting> list : lists) {
                List<Setting> all = new ArrayList<>(list);
                if (!variants.isEmpty()) {
                    all.add(new Setting(
                            "seed", String.valueOf(variants.get(0).scenario().seed())));
                }
                Scenario scenario = settings.read(name, all);
                variants.add(new Variant(title(name, list), scenario, InputFiles.read(scenario)));
            }
        }
        return variants;
    }

    /** What tells a variant from the others: its file where there are several, and what was varied. */
    private String title(String name, List<Setting> varied) {
        String settings =
                varied.stream().map(one -> one.path() + "=" + one.value()).collect(Collectors.joining(" "));
        return settings.isEmpty() ? name : scenarios.size() == 1 ? settings : name + " " + settings;
    }

    private Compared played(List<Variant> variants, ComparisonFolder folder, StopSwitch stop) throws IOException {
        try (Bar bar = Bar.of(variants.get(0).scenario(), variants.size(), wantsProgress())) {
            return new Comparison(variants, jobs()).run(folder::take, bar, stop::isPulled);
        }
    }

    private int say(Compared compared, Path place, double seconds) throws IOException {
        PrintWriter console = console();
        ComparisonTable.print(compared, seconds, console);
        console.println("Results: " + place);
        console.println("Report:  " + ComparisonReport.write(place));
        if (compared.stopped() || !compared.precise()) {
            console.println(
                    compared.stopped()
                            ? "Stopped: the figures are those of the replications that were done."
                            : "Not as precise as asked: allow more replications, or ask for less.");
        }
        console.flush();
        return compared.stopped() || !compared.precise() ? SimulateCommand.NOT_PRECISE : SimulateCommand.OK;
    }
}
