package io.tidemark.connectors.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST of HTTP/1.1 to an address that was checked. The client of the JDK resolves names by itself, so it could be led to
 * another address than the one that was looked at; this one is told the address, checks the certificate against the name, and
 * reads one line.
 */
final class PinnedPost {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final int LONGEST_LINE = 1_024;

    private final SSLSocketFactory tls;
    private final ScheduledExecutorService timer;
    private final Duration patience;

    /** Posts that take at most so long each, from the connection to the status. */
    PinnedPost(SSLSocketFactory tls, ScheduledExecutorService timer, Duration patience) {
        this.tls = tls;
        this.timer = timer;
        this.patience = patience;
    }

    /**
     * The status of the answer.
     *
     * @throws IOException if there is none
     */
    int send(WebhookUrl url, InetAddress address, Map<String, String> headers, String body) throws IOException {
        try (Socket plain = new Socket()) {
            // A timeout of reads would begin anew with each byte, and whoever is slow enough could hold on for ever.
            ScheduledFuture<?> cut = timer.schedule(() -> close(plain), patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                plain.connect(new InetSocketAddress(address, url.port()), Math.toIntExact(patience.toMillis()));
                return exchange(url.tls() ? secured(plain, url) : plain, url, headers, body);
            } finally {
                cut.cancel(false);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
            return;
        }
    }

    private Socket secured(Socket plain, WebhookUrl url) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static int exchange(Socket socket, WebhookUrl url, Map<String, String> headers, String body)
            throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder()
                .append("POST ")
                .append(url.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.authority())
                .append("\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(content.length)
                .append("\r\nUser-Agent: tidemark\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        out.flush();
        return status(socket.getInputStream());
    }

    private static int status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() == LONGEST_LINE) {
                throw new IOException("what answers does not speak HTTP");
            }
            line.append((char) next);
        }
        Matcher status = STATUS.matcher(line.toString().strip());
        if (!status.matches()) {
            throw new IOException("what answers does not speak HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
