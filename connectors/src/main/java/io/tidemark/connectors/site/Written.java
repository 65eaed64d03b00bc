package io.tidemark.connectors.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.simulations.document.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A site as it is written.
 *
 * @param json the configuration, which obeys the schema
 * @param findings where to put what does not fit
 */
record Written(JsonNode json, Findings findings) {
    /** A pool as it is written, and where. */
    record Pool(PoolId id, JsonNode json, String path) {
        /** The kind of its demand. */
        String kind() {
            return json.path("demand").path("kind").asText();
        }
    }

    List<Pool> pools() {
        List<Pool> pools = new ArrayList<>();
        JsonNode given = json.path("pools");
        for (int i = 0; i < given.size(); i++) {
            JsonNode pool = given.get(i);
            pools.add(new Pool(PoolId.parse(pool.path("id").asText()), pool, "pools." + i));
        }
        return pools;
    }

    /** Whether the machines are real. */
    boolean isMetal() {
        return json.path("machines").asText().equals("ironic");
    }

    /** What the drivers' own options refuse is a finding, in their words. */
    <T> Optional<T> made(String path, Supplier<? extends T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException refused) {
            findings.add(path, String.valueOf(refused.getMessage()), "as docs/fleet.md says");
            return Optional.empty();
        }
    }
}
