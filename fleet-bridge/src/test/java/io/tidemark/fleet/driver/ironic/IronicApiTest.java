package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Cursor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers like no Ironic should. */
class IronicApiTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void anIronicThatStopsInTheMiddleOfItsAnswerIsBusyAndHoldsNobody() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"nodes\": [".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> fleet(Duration.ofMillis(300)).list(Cursor.START, 1))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("Ironic has not answered within PT0.3S");
    }

    @Test
    void whatIsNoIronicIsSaidToBeNone() {
        server.createContext("/", exchange -> {
            byte[] page = "<html>welcome</html>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });

        assertThatThrownBy(() -> fleet(Duration.ofMinutes(1)).list(Cursor.START, 1))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("is not Ironic: '<html>welcome</html>'");
    }

    private IronicFleet fleet(Duration timeout) {
        IronicOptions usual = IronicOptions.standard(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Credentials.none(),
                Path.of("evidence"),
                "http://images.example/{name}.img");
        return new IronicFleet(new IronicOptions(
                usual.endpoint(),
                usual.credentials(),
                timeout,
                usual.pageSize(),
                usual.sanitizing(),
                usual.evidence(),
                usual.healthStep(),
                usual.imageUrl(),
                usual.imageFormat()));
    }
}
