package io.tidemark.connectors.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.prometheus.Gauge;
import io.tidemark.fleet.driver.prometheus.PrometheusOptions;
import io.tidemark.fleet.driver.prometheus.PrometheusPool;
import io.tidemark.simulations.document.Span;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The key {@code prometheus}, and the figures of each pool whose demand is there. */
final class PrometheusGroup {
    private final Written written;

    PrometheusGroup(Written written) {
        this.written = written;
    }

    /** What to ask; empty if nothing is, or nothing that could be asked. */
    Optional<PrometheusOptions> options() {
        JsonNode given = written.json().path("prometheus");
        List<PrometheusPool> pools = new ArrayList<>();
        for (Written.Pool pool : written.pools()) {
            if (pool.kind().equals("prometheus")) {
                String path = pool.path() + ".demand";
                written.made(path, () -> figures(pool.id(), pool.json().path("demand")))
                        .ifPresent(pools::add);
            }
        }
        if (given.isMissingNode() || pools.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> token = Optional.of(given)
                .filter(group -> group.has("tokenFile"))
                .map(group -> written.findings().file(group.path("tokenFile").asText()))
                .filter(file -> written.findings()
                        .isFile(file, "prometheus.tokenFile", "a file with the token and nothing else"));
        return written.made(
                "prometheus",
                () -> new PrometheusOptions(
                        URI.create(given.path("url").asText()),
                        token,
                        Span.parse(given.path("timeout").asText()),
                        pools));
    }

    private static PrometheusPool figures(PoolId id, JsonNode demand) {
        return new PrometheusPool(
                id,
                PrometheusPool.Unit.valueOf(demand.path("unit").asText().toUpperCase(Locale.ROOT)),
                gauge(demand.path("total")).orElseThrow(),
                gauge(demand.path("internal")),
                gauge(demand.path("idle")),
                gauge(demand.path("pending")).orElseThrow(),
                gauge(demand.path("outage")));
    }

    private static Optional<Gauge> gauge(JsonNode given) {
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        if (!given.isObject()) {
            return Optional.of(Gauge.of(given.asText()));
        }
        String query = given.path("query").asText();
        return Optional.of(
                given.has("sampledAt") ? Gauge.of(query, given.path("sampledAt").asText()) : Gauge.of(query));
    }
}
