package io.tidemark.connectors.simulate;

import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which scenario, and what is different from its file. */
final class ScenarioOptions {
    @Parameters(paramLabel = "SCENARIO", description = "a YAML file, or quick, pool-month, earth-month or philly-month")
    private String scenario = "";

    @Mixin
    private SettingOptions settings = new SettingOptions();

    Scenario read() throws ScenarioRefusedException, IOException {
        return settings.read(scenario, List.of());
    }
}
