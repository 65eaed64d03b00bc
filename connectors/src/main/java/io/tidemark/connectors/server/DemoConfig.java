package io.tidemark.connectors.server;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.MarketRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a demonstration market is made of.
 *
 * @param data where everything is kept; a directory with a market in it goes on where it stopped
 * @param port of the REST door, 0 for any that is free
 * @param fixPort of the FIX door, as {@code port}
 * @param metricsPort of the metrics, as {@code port}
 * @param speed how many times faster than real time the market runs
 * @param demand a trace of internal demand, or empty for the built-in generator
 * @param outages windows of the trace in which the cluster was down
 * @param traceOffsetHours how far into the trace the market begins
 * @param participants whether made-up participants trade along
 * @param faults whether simulated machines fail now and then
 * @param database a PostgreSQL that somebody else runs, or empty to start one in the data directory
 * @param narrate whether what happens is told, a line each
 */
record DemoConfig(
        Path data,
        String host,
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
        Optional<ForeignDatabase> database,
        List<Pool> pools) {
    /** Where a PostgreSQL of somebody else's is, as JDBC names it. */
    record ForeignDatabase(String url, String user, String password) {
        /** Without the password: records get logged. */
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /** A pool and how many lots stand in it. */
    record Pool(PoolId id, long lots) {
        /** The rulebook's, and no order for more lots than there are. */
        MarketRules rules() {
            return MarketRules.standard().withHandOver().withMaxLots(lots);
        }
    }

    /** The two pools of the demonstration: 856 GPUs in servers, as many as Helios Earth has, and 24 racks. */
    static List<Pool> standardPools() {
        return List.of(new Pool(PoolId.parse("B200X8.PRN1"), 107), new Pool(PoolId.parse("GB200R64.HYP1"), 24));
    }
}
