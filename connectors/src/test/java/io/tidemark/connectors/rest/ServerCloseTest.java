package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the close of the server does to those who are still talking. */
class ServerCloseTest {
    @TempDir
    Path directory;

    @Test
    void aClientThatNeverEndsItsRequestIsCutOffAndKeepsTheServerFromNothing() throws Exception {
        TestMarket market = TestMarket.open(directory);
        int port = market.server.port();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream request = client.getOutputStream();
            request.write("""
                    POST /v1/orders HTTP/1.1
                    Host: tidemark
                    Authorization: Bearer %s
                    Content-Type: application/json
                    Content-Length: 60000
                    Expect: 100-continue

                    """.formatted(TestMarket.ALICE).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            // "HTTP/1.1 100 Continue": from here on somebody waits for the body.
            assertThat(client.getInputStream().read()).isEqualTo('H');
            CompletableFuture<Boolean> cutOff = CompletableFuture.supplyAsync(() -> dribble(request));

            market.server.close();

            assertThat(cutOff.get()).isTrue();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsFault() throws Exception {
        TestMarket market = TestMarket.open(directory);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), market.server.port())) {
            client.getOutputStream()
                    .write("""
                            POST /v1/orders HTTP/1.1
                            Host: tidemark
                            Authorization: Bearer %s
                            Content-Type: application/json
                            Content-Length: 100
                            Connection: close

                            {""".formatted(TestMarket.ALICE).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .contains("BAD_REQUEST", "did not arrive in full");
        } finally {
            market.server.close();
        }
    }

    /** Sends a space now and then, so that the connection is never idle; true once the other side has hung up. */
    private static boolean dribble(OutputStream request) {
        try {
            for (int sent = 0; sent < 600; sent++) {
                request.write(' ');
                Thread.sleep(100);
            }
            return false;
        } catch (IOException hungUp) {
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
