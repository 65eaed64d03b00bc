package io.tidemark.fleet.driver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.fleet.driver.BackendBusyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonHttpTest {
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
    void anAnswerIsReadWhateverItsCode() {
        answer(500, "{\"errors\": [1]}");
        JsonHttp.Answer answer = call(Duration.ofMinutes(1));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().orElseThrow().path("errors").path(0).asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNoJsonIsSaidToBeNone() {
        answer(200, "<html>");
        assertThat(call(Duration.ofMinutes(1)).body()).isEmpty();
        assertThat(call(Duration.ofMinutes(1)).text()).isEqualTo("<html>");
    }

    @Test
    void anAnswerThatStopsHalfWayIsNotWaitedForForever() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> call(Duration.ofMillis(300)))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("the backend has not answered within PT0.3S");
    }

    @Test
    void whoeverIsNotThereIsBusy() {
        URI nobody = uri();
        server.stop(0);
        assertThatThrownBy(() -> new JsonHttp("the backend", Duration.ofMinutes(1)).call("GET", nobody, Map.of(), null))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("the backend cannot be reached at " + nobody);
    }

    private void answer(int status, String text) {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(UTF_8));
            exchange.close();
        });
    }

    private JsonHttp.Answer call(Duration timeout) {
        return new JsonHttp("the backend", timeout).call("GET", uri(), Map.of(), null);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
