package io.tidemark.connectors.simulate;

import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioReader;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is different from a scenario's file. */
final class SettingOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "a value that takes the place of the file's, such as release.headroom=0.1 or pools.0.lots=64;"
                    + " may be given several times")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "what all random numbers follow from")
    private @Nullable Long seed;

    @Option(names = "--reps", paramLabel = "N", description = "play so many replications, however precise they are")
    private @Nullable Integer replications;

    @Option(
            names = "--until-precision",
            paramLabel = "SHARE",
            description =
                    "play until the 95 %% half-width of revenue, or of what the scenario names, is so small a part"
                            + " of the mean, such as 0.02; at most 200 replications unless the scenario says otherwise")
    private @Nullable String precision;

    /**
     * A scenario with these options.
     *
     * @param scenario a file, or the name of one that comes with the program
     * @param further settings that stand after those of {@code --set}
     */
    Scenario read(String scenario, List<Setting> further) throws ScenarioRefusedException, IOException {
        List<Setting> all = new ArrayList<>();
        try {
            settings.forEach(text -> all.add(Setting.parse(text)));
        } catch (IllegalArgumentException notASetting) {
            throw new ParameterException(spec.commandLine(), String.valueOf(notASetting.getMessage()));
        }
        all.addAll(further);
        if (seed != null) {
            all.add(new Setting("seed", String.valueOf(seed)));
        }
        if (replications != null && precision != null) {
            throw new ParameterException(
                    spec.commandLine(), "--reps and --until-precision contradict each other; give one of them");
        }
        if (replications != null) {
            all.add(new Setting("replications", "{count: " + replications + "}"));
        }
        if (precision != null) {
            all.addAll(untilPrecise(scenario, all, precision));
        }
        return ScenarioReader.read(scenario, all);
    }

    /** What else the scenario says about its precision stays; a scenario with a fixed count gets the usual bounds. */
    private static List<Setting> untilPrecise(String scenario, List<Setting> others, String share)
            throws ScenarioRefusedException, IOException {
        boolean asks =
                ScenarioReader.read(scenario, others).replications().precision().isPresent();
        return List.of(
                asks
                        ? new Setting("replications.relativePrecision", share)
                        : new Setting("replications", "{relativePrecision: " + share + "}"));
    }
}
