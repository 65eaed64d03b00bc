package io.tidemark.connectors.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.connectors.rest.PortInUseException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;

/** The door of Prometheus: started, it answers at {@code /metrics}. */
public final class MetricsServer implements AutoCloseable {
    private final String host;
    private final HTTPServer server;

    private MetricsServer(String host, HTTPServer server) {
        this.host = host;
        this.server = server;
    }

    /**
     * Opens the door on a registry, which gets the metrics of the virtual machine as well.
     *
     * @param port 0 for any that is free
     * @throws PortInUseException if another program listens on the port
     */
    public static MetricsServer start(String host, int port, PrometheusRegistry registry) {
        JvmMetrics.builder().register(registry);
        try {
            return new MetricsServer(
                    host,
                    HTTPServer.builder()
                            .hostname(host)
                            .port(port)
                            .registry(registry)
                            .buildAndStart());
        } catch (BindException taken) {
            throw new PortInUseException(host, port, taken);
        } catch (IOException failed) {
            throw new IllegalStateException("the metrics cannot be served: " + failed.getMessage(), failed);
        }
    }

    /** Where Prometheus should scrape, such as {@code http://127.0.0.1:9464/metrics}. */
    public URI uri() {
        return URI.create("http://" + host + ":" + server.getPort() + "/metrics");
    }

    @Override
    public void close() {
        server.close();
    }
}
