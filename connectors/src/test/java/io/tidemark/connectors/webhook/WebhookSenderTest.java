package io.tidemark.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.settlement.Task;
import io.tidemark.fleet.settlement.TaskKey;
import io.tidemark.fleet.webhook.WebhookKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages reach a real receiver signed, in bounded time, and nobody is led elsewhere. */
@Timeout(30)
class WebhookSenderTest {
    private static final byte[] SECRET = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private record Received(String path, String id, String timestamp, String signature, String type, String body) {}

    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private volatile int answer = 204;
    private HttpServer receiver;
    private String base = "";

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", base + "/elsewhere");
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
        base = "http://127.0.0.1:" + receiver.getAddress().getPort();
    }

    @AfterEach
    void hangUp() {
        receiver.stop(0);
    }

    private static WebhookSender sender(String url, boolean privateToo) {
        return new WebhookSender(
                id -> id == 3 ? Optional.of(new WebhookKey(3, url, SECRET)) : Optional.empty(),
                privateToo,
                Clock.fixed(NOW, ZoneOffset.UTC),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                PATIENCE);
    }

    private static Task word(long webhook, String body) {
        TaskKey key = new TaskKey(PoolId.parse("B200X8.PRN1"), TaskKey.Kind.TELL, webhook, 17, (901L << 24) + 2);
        return new Task(1, key, 3, List.of(), 0, "RECLAIMED", body, Task.Step.HOLDER, Task.State.DUE, 1, 0, "");
    }

    private static void tell(String url, boolean privateToo) {
        try (WebhookSender sender = sender(url, privateToo)) {
            sender.tell("key", word(3, "{\"type\":\"lease.notice\"}"));
        }
    }

    /** The example of the specification's own libraries: id, time, body and secret as there. */
    @Test
    void theSignatureIsThatOfTheSpecification() {
        assertThat(Signature.of(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aMessageIsSignedAndKeepsItsIdAtEachAttempt() {
        tell(base + "/hook?a=b", true);
        tell(base + "/hook?a=b", true);
        assertThat(received).hasSize(2);
        Received message = received.get(0);
        assertThat(received.get(1)).isEqualTo(message);
        assertThat(message.path()).isEqualTo("/hook?a=b");
        assertThat(message.id()).isEqualTo("B200X8.PRN1-901-2");
        assertThat(message.timestamp()).isEqualTo("1614265330");
        assertThat(message.type()).isEqualTo("application/json");
        assertThat(message.signature())
                .isEqualTo(Signature.of(SECRET, message.id(), NOW.getEpochSecond(), message.body()));
    }

    @Test
    void anythingButASuccessIsNoReceipt() {
        for (int status : new int[] {301, 400, 410, 500}) {
            answer = status;
            assertThatThrownBy(() -> tell(base, true))
                    .isInstanceOf(UndeliveredException.class)
                    .hasMessageContaining(Integer.toString(status));
        }
        assertThat(received)
                .as("no redirect is followed")
                .extracting(Received::path)
                .containsOnly("/");
    }

    @Test
    void whoDripsBytesIsCutOffInTime() throws IOException {
        try (ServerSocket dripping = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread drip = new Thread(() -> drip(dripping));
            drip.setDaemon(true);
            drip.start();
            for (String scheme : List.of("http", "https")) {
                assertThatThrownBy(() -> tell(scheme + "://127.0.0.1:" + dripping.getLocalPort() + "/", true))
                        .isInstanceOf(UndeliveredException.class);
            }
        }
    }

    /** One byte after another, for as long as somebody listens. */
    @SuppressWarnings("BusyWait") // That is what it is for.
    private static void drip(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                while (true) {
                    client.getOutputStream().write('H');
                    Thread.sleep(20);
                }
            } catch (IOException gone) {
                // The next one, please.
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    @Test
    void nobodyThereIsSaid() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        assertThatThrownBy(() -> tell("http://127.0.0.1:" + closed + "/", true))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("no connection");
    }

    @Test
    void anAddressThatIsNotPublicAnyMoreIsNotConnectedTo() {
        assertThatThrownBy(() -> tell(base.replace("http:", "https:"), false))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("not public");
        assertThatThrownBy(() -> tell(base, false)).isInstanceOf(UndeliveredException.class);
        assertThat(received).isEmpty();
    }

    @Test
    void aWebhookThatWasRemovedWantsNothing() {
        try (WebhookSender sender = sender(base, true)) {
            sender.tell("key", word(4, "{}"));
        }
        assertThat(received).isEmpty();
    }

    @Test
    void onlyPublicAddressesAreTalkedTo() throws IOException {
        for (String address : List.of(
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.2",
                "169.254.169.254",
                "172.31.255.1",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::")) {
            assertThat(AddressGuard.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
        for (String address : List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1")) {
            assertThat(AddressGuard.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
    }
}
