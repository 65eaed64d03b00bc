package io.tidemark.fleet.driver.prometheus;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.LotShape;
import java.util.Optional;

/**
 * Which figures tell of a pool. All are in the same unit; what is not a whole lot is rounded up for what is used or
 * lacking and down for what is there or idle.
 *
 * @param total what the pool has; a plain number will do, such as {@code 40}
 * @param internal what internal work uses; without it, {@code idle} is asked
 * @param idle what nobody uses and anybody may: neither drained nor reserved. What the fleet holds is drained in the
 *     scheduler, thus not idle, and is added by itself. Exactly one of {@code internal} and {@code idle} is given
 * @param pending what internal work waits for because it lacks machines; what waits for a quota does not belong here
 * @param outage anything but 0 if the cluster is down; empty if nothing tells
 */
public record PrometheusPool(
        PoolId id,
        Unit unit,
        Gauge total,
        Optional<Gauge> internal,
        Optional<Gauge> idle,
        Gauge pending,
        Optional<Gauge> outage) {
    /** What the figures count. */
    public enum Unit {
        LOTS,
        /** Servers; of racks, trays. */
        NODES,
        GPUS;

        double perLot(Sku sku) {
            int nodes = LotShape.of(sku).nodesPerDomain();
            return switch (this) {
                case LOTS -> 1;
                case NODES -> nodes;
                // A rack has all GPUs of its trays, of which those of the spares are not sold.
                case GPUS -> nodes == 1 ? sku.gpusPerLot() : nodes * 4.0;
            };
        }
    }

    public PrometheusPool {
        if (internal.isPresent() == idle.isPresent()) {
            throw new IllegalArgumentException(
                    "pool " + id + " needs a query for what is in internal use or one for what is idle, and not both");
        }
    }

    /**
     * What Meta's GPU Cluster Monitoring (facebookresearch/gcm, {@code slurm_monitor} with the otel sink) exports of a
     * Slurm cluster: {@code nodes_idle} and {@code nodes_pending}. It counts all nodes that pending jobs ask for, also of
     * those that wait for a quota, so what it calls a need may be none.
     *
     * @param nodes of the pool, for GCM's own total leaves out what is down
     * @param selector which cluster, such as <code>{job="gcm"}</code>; empty for the only one
     */
    public static PrometheusPool gcm(PoolId id, long nodes, String selector) {
        return new PrometheusPool(
                id,
                Unit.NODES,
                Gauge.of(Long.toString(nodes)),
                Optional.empty(),
                Optional.of(Gauge.of("nodes_idle" + selector)),
                Gauge.of("nodes_pending" + selector),
                Optional.empty());
    }
}
