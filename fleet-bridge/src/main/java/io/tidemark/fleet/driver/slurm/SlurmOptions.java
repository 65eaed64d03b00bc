package io.tidemark.fleet.driver.slurm;

import io.tidemark.exchange.contract.PoolId;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How to reach a Slurm, and which of its nodes are whose.
 *
 * @param endpoint where slurmrestd listens, without a path, such as {@code http://slurm.internal:6820}
 * @param fencePartition the partition in which a fence holds nodes for a moment. It has all nodes of the pools, admits
 *     the token's user, and is nobody else's: an immediate allocation is refused while a job of higher priority waits in
 *     the same partition
 * @param timeout for one call, positive. A slurmrestd whose slurmctld is away answers after nine seconds
 * @param pools each pool once
 */
public record SlurmOptions(
        URI endpoint, SlurmToken token, String fencePartition, Duration timeout, List<SlurmPool> pools) {
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    public SlurmOptions {
        pools = List.copyOf(pools);
        boolean isHttp = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!isHttp || endpoint.getHost() == null || endpoint.getPath().length() > 1) {
            throw new IllegalArgumentException("endpoint must be like http://slurm.internal:6820: " + endpoint);
        }
        if (!NAME.matcher(fencePartition).matches()) {
            throw new IllegalArgumentException("fence partition must be the name of one: '" + fencePartition + "'");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("pools must name at least one");
        }
        Set<PoolId> seen = new HashSet<>();
        for (SlurmPool pool : pools) {
            if (!seen.add(pool.id())) {
                throw new IllegalArgumentException("pool " + pool.id() + " is there twice");
            }
        }
    }
}
