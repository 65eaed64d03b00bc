package io.tidemark.connectors.server;

import io.tidemark.connectors.site.Site;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.facts.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a trading venue is made of.
 *
 * @param data where everything is kept; a directory with a market in it goes on where it stopped
 * @param keys where the key pair is that the operator signs with; made if there is none
 * @param publicUrl where leased nodes reach the market, without a slash at its end; without it they are told nothing
 * @param clock how market time passes
 * @param limits the outermost limits of every price
 * @param tables the pricing tables, CSV by name
 * @param database a PostgreSQL that somebody else runs, or empty to start one in the data directory
 * @param seed what simulated machines and generated demand are drawn from
 * @param site what stands behind the pools
 * @param privateWebhooks whether messages to holders may go to addresses that are not public
 * @param membership which member of a cluster this is; empty for one machine. A cluster needs the database
 */
record VenueConfig(
        Path data,
        Path keys,
        Addresses doors,
        Optional<String> publicUrl,
        VenueClock clock,
        List<Pool> pools,
        Limits limits,
        Map<String, String> tables,
        Optional<ForeignDatabase> database,
        long seed,
        Site site,
        boolean privateWebhooks,
        Optional<Membership> membership) {
    VenueConfig {
        pools = List.copyOf(pools);
        tables = Map.copyOf(tables);
    }

    /**
     * Where a door is.
     *
     * @param port 0 for any that is free
     * @param setting what the operator calls the port, such as {@code --port}
     */
    record Address(String host, int port, String setting) {}

    /** Where the doors are. */
    record Addresses(Address rest, Address fix, Address metrics) {}

    /** Where a PostgreSQL of somebody else's is, as JDBC names it. */
    record ForeignDatabase(String url, String user, String password) {
        /**
         * Connects.
         *
         * @throws io.tidemark.fleet.database.DatabaseException if it cannot be reached, or its commits are not durable
         */
        Database open() {
            return Database.at(url, user, password);
        }

        /** Without the password: records get logged. */
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /**
     * A member of a cluster.
     *
     * @param address of this one, {@code host:port}
     * @param peers all of them, this one too
     */
    record Membership(String address, List<String> peers) {
        Membership {
            peers = List.copyOf(peers);
        }
    }

    /**
     * A pool.
     *
     * @param lots how many stand in it
     * @param surplus when what internal work leaves over is offered, and when it is asked back
     */
    record Pool(PoolId id, long lots, PoolDemand demand, SurplusPolicy surplus) {
        /** The rulebook's, and no order for more lots than there are. */
        MarketRules rules() {
            return MarketRules.standard().withHandOver().withMaxLots(lots);
        }
    }

    Set<PoolId> poolIds() {
        return pools.stream().map(Pool::id).collect(Collectors.toSet());
    }

    /** How many lots stand in each pool. */
    Map<PoolId, Long> lots() {
        return pools.stream().collect(Collectors.toMap(Pool::id, Pool::lots));
    }

    /** How long a lot of each kind is sanitized and deployed; of a kind that is not traded, as long as usual. */
    Map<Sku, Duration> turnaround() {
        Map<Sku, Duration> turnaround = new EnumMap<>(Sku.class);
        for (Sku sku : Sku.values()) {
            turnaround.put(sku, SurplusPolicy.usualTurnaround(sku));
        }
        pools.forEach(pool -> turnaround.put(pool.id().sku(), pool.surplus().turnaround()));
        return turnaround;
    }

    /** Where demand is read from, for people. */
    String demandSources() {
        return pools.stream().map(pool -> pool.demand().describe()).distinct().collect(Collectors.joining("; "));
    }
}
