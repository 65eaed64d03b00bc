package io.tidemark.fleet.driver.prometheus;

import io.tidemark.exchange.contract.PoolId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to reach a Prometheus, and what to ask it.
 *
 * @param endpoint what comes before {@code /api/v1}, such as {@code http://prometheus.internal:9090}; behind a proxy with
 *     its path
 * @param bearerToken a file with a token to show, read anew for each call; empty for none
 * @param timeout for one call, positive
 * @param pools each pool once
 */
public record PrometheusOptions(
        URI endpoint, Optional<Path> bearerToken, Duration timeout, List<PrometheusPool> pools) {
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    public PrometheusOptions {
        pools = List.copyOf(pools);
        boolean isHttp = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!isHttp || endpoint.getHost() == null || endpoint.getQuery() != null) {
            throw new IllegalArgumentException("endpoint must be like http://prometheus.internal:9090: " + endpoint);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("pools must name at least one");
        }
        Set<PoolId> seen = new HashSet<>();
        for (PrometheusPool pool : pools) {
            if (!seen.add(pool.id())) {
                throw new IllegalArgumentException("pool " + pool.id() + " is there twice");
            }
        }
    }
}
