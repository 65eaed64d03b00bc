package io.tidemark.connectors.simulate;

import io.tidemark.simulations.selftest.CaseResult;
import io.tidemark.simulations.selftest.Effort;
import io.tidemark.simulations.selftest.SelfTest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates what theory can compute, and says whether both agree.",
            "",
            "With a seed of your own about one number in a hundred lies outside of its interval by chance: try another"
                    + " seed before you suspect the simulator."
        })
final class SelftestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "seconds instead of a minute, and intervals three times as wide")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "" + SelfTest.USUAL_SEED)
    private long seed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<CaseResult> results = SelfTest.run(quick ? Effort.QUICK : Effort.FULL, seed, result -> print(result, out));
        long failed = results.stream().filter(result -> !result.passed()).count();
        out.printf(Locale.ROOT, "%d numbers, %d of them wrong%n", results.size(), failed);
        out.flush();
        return failed == 0 ? SimulateCommand.OK : SimulateCommand.ASSERTION_FAILED;
    }

    private static void print(CaseResult result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-6s %d  %-52s %-6s exact %12.6f  simulated %12.6f +- %.6f%s%s%n",
                result.passed() ? "ok" : "WRONG",
                result.number(),
                result.subject(),
                result.way().name().toLowerCase(Locale.ROOT),
                result.exact(),
                result.estimate(),
                result.halfWidth(),
                result.widest() > 0 ? String.format(Locale.ROOT, " (at most %.6f)", result.widest()) : "",
                result.note().isEmpty() ? "" : "  " + result.note());
        out.flush();
    }
}
