package io.tidemark.fleet.driver;

/** Where a node answers. */
public record Endpoint(String address, int port) {
    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
    }
}
