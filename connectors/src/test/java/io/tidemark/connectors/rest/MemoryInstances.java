package io.tidemark.connectors.rest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Leased nodes, as a test says they are. */
final class MemoryInstances implements InstanceDesk {
    private final Map<String, Instance> byToken = new ConcurrentHashMap<>();

    void put(String token, Instance instance) {
        byToken.put(token, instance);
    }

    @Override
    public Optional<Instance> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }
}
