package io.tidemark.fleet.driver.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Prometheus, and the exporter that it scrapes every second. */
public final class PrometheusLab implements AutoCloseable {
    static final PoolId SERVERS = new PoolId(Sku.B200X8, "PRN1");

    private final Path directory = Lab.directory("prometheus");
    private final int port = Lab.ports(1);
    private final HttpServer exporter;
    private volatile String exported = "";

    private PrometheusLab() {
        try {
            exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        exporter.createContext("/metrics", exchange -> {
            byte[] text = exported.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        exporter.start();
    }

    public static PrometheusLab up(String untested) {
        Lab.tree("prometheus", untested);
        PrometheusLab lab = new PrometheusLab();
        Lab.afterwards(lab.directory, "prometheus", "down", lab.directory);
        lab.start();
        return lab;
    }

    void start() {
        Lab.script(
                "prometheus",
                "up",
                directory,
                port,
                "127.0.0.1:" + exporter.getAddress().getPort());
        Lab.until("Prometheus answers", () -> ask("1").isPresent());
    }

    void kill() {
        Lab.kill(directory.resolve("run/prometheus.pid"));
    }

    PrometheusOptions options(PrometheusPool pool) {
        return new PrometheusOptions(
                URI.create("http://127.0.0.1:" + port),
                Optional.empty(),
                PrometheusOptions.USUAL_TIMEOUT,
                List.of(pool));
    }

    /** Exports these lines from now on, and waits until they are in Prometheus. */
    void export(String... lines) {
        long mark = System.nanoTime() % 1_000_000_000;
        exported = String.join("\n", lines) + "\nlab_mark " + mark + "\n";
        Lab.until(
                "the lines were scraped",
                () -> ask("lab_mark").filter(value -> value == mark).isPresent());
    }

    private Optional<Double> ask(String query) {
        PrometheusPool any = PrometheusPool.gcm(SERVERS, 1, "");
        try {
            long now = System.currentTimeMillis();
            return Optional.of(
                    new PrometheusQuery(options(any)).at(Gauge.of(query), now).value());
        } catch (DriverException notYet) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        exporter.stop(0);
        Lab.script("prometheus", "down", directory);
    }
}
