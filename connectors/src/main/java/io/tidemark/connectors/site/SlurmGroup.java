package io.tidemark.connectors.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.slurm.SlurmOptions;
import io.tidemark.fleet.driver.slurm.SlurmPool;
import io.tidemark.fleet.driver.slurm.SlurmToken;
import io.tidemark.simulations.document.Span;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code slurm}, and {@code nodes} of each pool: where internal work is scheduled, and on what. */
final class SlurmGroup {
    private final Written written;

    SlurmGroup(Written written) {
        this.written = written;
    }

    /** The scheduler; empty if it is not described, or not so that it could be asked. */
    Optional<SlurmOptions> options() {
        JsonNode given = written.json().path("slurm");
        List<SlurmPool> pools = new ArrayList<>();
        for (Written.Pool pool : written.pools()) {
            JsonNode nodes = pool.json().path("nodes");
            if (!nodes.isMissingNode()) {
                nodes(pool, nodes).ifPresent(pools::add);
            }
            requireNodes(pool, !nodes.isMissingNode());
            if (written.isMetal() && List.of("generated", "trace").contains(pool.kind())) {
                written.findings()
                        .add(
                                pool.path() + ".demand",
                                pool.kind() + ", and the machines are real",
                                "{kind: slurm} or {kind: prometheus}: what can be spared must be as real");
            }
        }
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        if (given.has("keyFile") == given.has("tokenFile")) {
            written.findings()
                    .add(
                            "slurm",
                            given.has("keyFile") ? "both keyFile and tokenFile" : "neither keyFile nor tokenFile",
                            "one of them: the cluster's jwt_key, or a token that somebody keeps fresh");
            return Optional.empty();
        }
        String key = given.has("keyFile") ? "keyFile" : "tokenFile";
        Path file = written.findings().file(given.path(key).asText());
        boolean there = written.findings().isFile(file, "slurm." + key, "a file that this user may read");
        if (pools.isEmpty() || !there) {
            return Optional.empty();
        }
        return written.made(
                "slurm",
                () -> new SlurmOptions(
                        URI.create(given.path("url").asText()),
                        new SlurmToken(given.path("user").asText(), file, key.equals("keyFile")),
                        given.path("fencePartition").asText(),
                        Span.parse(given.path("timeout").asText()),
                        pools));
    }

    private void requireNodes(Written.Pool pool, boolean named) {
        boolean asked = pool.kind().equals("slurm");
        if (asked && !written.json().has("slurm")) {
            written.findings()
                    .add(
                            pool.path() + ".demand",
                            "slurm, and nothing says where that is",
                            "a group 'slurm' with its url");
        } else if (named && !written.json().has("slurm")) {
            written.findings()
                    .add(
                            pool.path() + ".nodes",
                            "nodes of Slurm, and nothing says where that is",
                            "a group 'slurm' with its url");
        } else if (!named && (asked || written.isMetal())) {
            written.findings()
                    .add(
                            pool.path(),
                            "nothing says which nodes of Slurm are its",
                            "nodes: {feature: NAME}, {partition: NAME}, or {list: {DOMAIN: NODES}}");
        }
    }

    private Optional<SlurmPool> nodes(Written.Pool pool, JsonNode nodes) {
        String domain = nodes.path("domain").asText();
        return written.made(pool.path() + ".nodes", () -> {
            if (nodes.has("feature")) {
                return SlurmPool.byFeature(pool.id(), nodes.path("feature").asText(), domain);
            } else if (nodes.has("partition")) {
                return SlurmPool.byPartition(pool.id(), nodes.path("partition").asText(), domain);
            }
            Map<String, String> lists = new LinkedHashMap<>();
            nodes.path("list")
                    .properties()
                    .forEach(entry -> lists.put(entry.getKey(), entry.getValue().asText()));
            return SlurmPool.listed(pool.id(), lists);
        });
    }
}
