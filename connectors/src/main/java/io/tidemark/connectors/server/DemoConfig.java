package io.tidemark.connectors.server;

import io.tidemark.connectors.server.VenueConfig.Address;
import io.tidemark.connectors.server.VenueConfig.Addresses;
import io.tidemark.connectors.server.VenueConfig.ForeignDatabase;
import io.tidemark.connectors.server.VenueConfig.Pool;
import io.tidemark.connectors.site.Site;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.trace.DemandTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a demonstration market is made of, beside its {@linkplain VenueConfig venue}.
 *
 * @param demand a trace of internal demand, or empty for the built-in generator
 * @param outages windows of the trace in which the cluster was down
 * @param traceOffsetHours how far into the trace the market begins
 * @param participants whether made-up participants trade along
 * @param narrate whether what happens is told, a line each
 */
record DemoConfig(
        Path data,
        int port,
        int fixPort,
        int metricsPort,
        int speed,
        long seed,
        Optional<Path> demand,
        Optional<Path> outages,
        long traceOffsetHours,
        boolean participants,
        boolean narrate,
        boolean faults,
        Optional<ForeignDatabase> database) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Pools that share a trace are this far apart in it, so that their tides differ. */
    private static final long DAYS_BETWEEN_POOLS = 9;

    /** 856 GPUs in servers, as many as Helios Earth has, and 24 racks. */
    private static final Map<String, Long> POOLS = new LinkedHashMap<>();

    static {
        POOLS.put("B200X8.PRN1", 107L);
        POOLS.put("GB200R64.HYP1", 24L);
    }

    /**
     * The venue of the demonstration.
     *
     * @throws IOException if a trace cannot be read
     * @throws io.tidemark.simulations.trace.TraceFormatException if it is no trace, with line and column
     */
    VenueConfig venue() throws IOException {
        return new VenueConfig(
                data,
                DataDirectory.keys(data),
                new Addresses(
                        new Address(LOOPBACK, port, "--port"),
                        new Address(LOOPBACK, fixPort, "--fix-port"),
                        new Address(LOOPBACK, metricsPort, "--metrics-port")),
                // A port that is found when the door opens is not known before.
                port == 0 ? Optional.empty() : Optional.of("http://" + LOOPBACK + ":" + port),
                new VenueClock.Own(speed),
                pools(),
                OperatorLoops.USUAL_LIMITS,
                RuleSet.builtInTables(),
                database,
                seed,
                Site.simulated(faults),
                // Who tries it out has a receiver on the same machine.
                true,
                Optional.empty());
    }

    private List<Pool> pools() throws IOException {
        Optional<DemandTrace> trace =
                demand.isEmpty() ? Optional.empty() : Optional.of(DemandTrace.read(demand.get(), outages));
        List<Pool> pools = new ArrayList<>();
        for (Map.Entry<String, Long> pool : POOLS.entrySet()) {
            PoolId id = PoolId.parse(pool.getKey());
            pools.add(new Pool(
                    id,
                    pool.getValue(),
                    trace.map(read -> traced(read, pools.size()))
                            .orElseGet(() -> PoolDemand.generated(
                                    DemandShape.trainingPool().withStagedOpening())),
                    SurplusPolicy.forPool(id.sku(), pool.getValue())));
        }
        return pools;
    }

    private PoolDemand traced(DemandTrace trace, int place) {
        return PoolDemand.traced(
                trace,
                Duration.ofHours(traceOffsetHours).plusDays(place * DAYS_BETWEEN_POOLS),
                PoolDemand.describe(demand.map(Path::toString).orElse(""), trace, outages.isPresent()));
    }
}
