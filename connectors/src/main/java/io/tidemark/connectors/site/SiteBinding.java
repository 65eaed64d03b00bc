package io.tidemark.connectors.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.prometheus.PrometheusOptions;
import io.tidemark.fleet.driver.slurm.SlurmOptions;
import io.tidemark.simulations.document.Findings;
import java.util.Optional;

/**
 * Makes a site of a configuration that obeys the schema: the keys {@code machines}, {@code ironic}, {@code slurm} and {@code
 * prometheus}, and of each pool {@code nodes} and {@code demand}.
 */
public final class SiteBinding {
    private final Written written;

    public SiteBinding(JsonNode json, Findings findings) {
        this.written = new Written(json, findings);
    }

    /** The site; of one that does not fit together, with findings, at least that its machines are simulated. */
    public Site site() {
        boolean metal = written.isMetal();
        requireTogether(metal);
        Optional<SlurmOptions> slurm = new SlurmGroup(written).options();
        Optional<PrometheusOptions> prometheus = new PrometheusGroup(written).options();
        Optional<Machines> machines =
                metal ? new IronicGroup(written).machines() : Optional.of(new Machines.Simulated(false));
        Optional<Site> site =
                machines.filter(real -> !metal || slurm.isPresent()).map(real -> new Site(real, slurm, prometheus));
        // Whoever has findings is not served; whatever stands here then is never used.
        return site.orElseGet(() -> Site.simulated(false));
    }

    /** Parts that are named and not described, or described and not needed. */
    private void requireTogether(boolean metal) {
        if (metal && !written.json().has("ironic")) {
            written.findings()
                    .add("machines", "ironic, and nothing says where that is", "a group 'ironic' with its url");
        } else if (!metal && written.json().has("ironic")) {
            written.findings()
                    .add("ironic", "not used: the machines are simulated", "machines: ironic, or no such group");
        }
        if (metal && !written.json().has("slurm")) {
            written.findings()
                    .add(
                            "machines",
                            "ironic, and nothing says which scheduler machines are taken from",
                            "a group 'slurm' with its url");
        }
        boolean asked = written.pools().stream().anyMatch(pool -> pool.kind().equals("prometheus"));
        if (asked && !written.json().has("prometheus")) {
            written.findings()
                    .add(
                            "pools",
                            "demand of kind prometheus, and nothing says where that is",
                            "a group 'prometheus' with its url");
        } else if (!asked && written.json().has("prometheus")) {
            written.findings()
                    .add(
                            "prometheus",
                            "not used: no pool has demand of this kind",
                            "a pool with demand: {kind: prometheus}");
        }
    }
}
