package io.tidemark.simulations.run;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.table.TablesRefusedException;
import io.tidemark.simulations.baseline.OnePrice;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.Scenario.Recorded;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.TraceFormatException;
import io.tidemark.simulations.world.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that a scenario names, read once for all of its replications.
 *
 * @param ruleSetId the hash of the pricing rules
 * @param sha256 of each file, by its path
 */
public record InputFiles(Inputs inputs, String ruleSetId, Map<String, String> sha256) {
    /**
     * Reads them.
     *
     * @throws UnusableInputException if one is missing or is not what it should be
     */
    public static InputFiles read(Scenario scenario) throws UnusableInputException {
        Map<String, String> hashes = new TreeMap<>();
        RuleSet rules = rules(scenario.pricing(), hashes);
        return read(scenario, pricing(scenario, rules), hashes);
    }

    /**
     * Reads them, but whoever prices is given.
     *
     * @throws UnusableInputException if one is missing or is not what it should be
     */
    public static InputFiles read(Scenario scenario, Pricing pricing) throws UnusableInputException {
        return read(scenario, pricing, new TreeMap<>());
    }

    private static InputFiles read(Scenario scenario, Pricing pricing, Map<String, String> hashes)
            throws UnusableInputException {
        Map<PoolId, DemandTrace> traces = new LinkedHashMap<>();
        for (Scenario.Pool pool : scenario.pools()) {
            if (scenario.internalDemand().get(pool.id()) instanceof Recorded recorded) {
                traces.put(pool.id(), trace(scenario, pool.id(), recorded, hashes));
            }
        }
        return new InputFiles(new Inputs(pricing, traces), pricing.ruleSetId(), hashes);
    }

    private static Pricing pricing(Scenario scenario, RuleSet rules) {
        Pricer pricer = new Pricer(rules);
        Scenario.Policy policy = scenario.pricing().policy();
        if (policy instanceof Scenario.FixedPrice fixed) {
            return OnePrice.fixed(pricer, fixed.ticks());
        } else if (policy instanceof Scenario.PriceByUse byUse) {
            return OnePrice.byUse(pricer, byUse.idleTicks(), byUse.fullTicks());
        }
        return pricer;
    }

    private static DemandTrace trace(Scenario scenario, PoolId pool, Recorded recorded, Map<String, String> hashes)
            throws UnusableInputException {
        String path = "internalDemand." + pool;
        requireFile(recorded.place(), path + ".trace", recorded.trace());
        if (recorded.outages().isPresent()) {
            requireFile(recorded.place(), path + ".outages", recorded.outages().get());
        }
        try {
            hash(recorded.trace(), hashes);
            if (recorded.outages().isPresent()) {
                hash(recorded.outages().get(), hashes);
            }
            DemandTrace trace = DemandTrace.read(recorded.trace(), recorded.outages());
            if (!recorded.repeat()
                    && trace.lengthMillis()
                            < recorded.offset() + scenario.horizon().length()) {
                throw new UnusableInputException(recorded.place() + ": " + path + ": the trace is shorter than the"
                        + " horizon; expected a longer one, or repeat: true");
            }
            return trace;
        } catch (TraceFormatException wrong) {
            throw new UnusableInputException(String.valueOf(wrong.getMessage()));
        } catch (IOException unreadable) {
            throw new UnusableInputException(path + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private static void requireFile(String place, String path, Path file) throws UnusableInputException {
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException(place + ": " + path + ": there is no file " + file
                    + "; expected a demand trace; give its path with --set " + path + "=FILE");
        }
    }

    private static RuleSet rules(Scenario.Pricing pricing, Map<String, String> hashes) throws UnusableInputException {
        if (pricing.tables().isEmpty()) {
            return RuleSet.builtIn();
        }
        Path directory = pricing.tables().get();
        Map<String, String> texts = new TreeMap<>();
        try {
            for (String table : RuleSet.builtInTables().keySet()) {
                Path file = directory.resolve(table + ".csv");
                if (!Files.isRegularFile(file)) {
                    throw new UnusableInputException("pricing.rules: there is no file " + file
                            + "; expected 'default', or a directory with a file for each table");
                }
                texts.put(table, Files.readString(file));
                hash(file, hashes);
            }
            return RuleSet.of(texts);
        } catch (TablesRefusedException refused) {
            throw new UnusableInputException(directory + ": " + refused.getMessage());
        } catch (IOException unreadable) {
            throw new UnusableInputException(directory + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private static void hash(Path file, Map<String, String> hashes) throws IOException {
        MessageDigest sha = Hash.sha256();
        sha.update(Files.readAllBytes(file));
        hashes.put(file.toString(), HexFormat.of().formatHex(sha.digest()));
    }
}
