package io.tidemark.connectors.site;

import io.tidemark.fleet.driver.prometheus.PrometheusOptions;
import io.tidemark.fleet.driver.slurm.SlurmOptions;
import java.util.Optional;

/**
 * Whom to ask about machines and internal work.
 *
 * @param slurm the internal scheduler, if it is one: always where machines are real, for they must be fenced
 * @param prometheus where figures of internal work are, if some pool has them there
 */
public record Site(Machines machines, Optional<SlurmOptions> slurm, Optional<PrometheusOptions> prometheus) {
    public Site {
        if (machines instanceof Machines.Metal && slurm.isEmpty()) {
            throw new IllegalArgumentException("real machines need a scheduler that they are taken from");
        }
    }

    /** Machines that are simulated, and nobody to ask. */
    public static Site simulated(boolean faults) {
        return new Site(new Machines.Simulated(faults), Optional.empty(), Optional.empty());
    }

    /** Whether anything in it happens in real time, which a market then has to keep to. */
    public boolean isReal() {
        return slurm.isPresent() || prometheus.isPresent();
    }
}
