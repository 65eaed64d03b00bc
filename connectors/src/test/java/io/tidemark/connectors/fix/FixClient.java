package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A firm with a socket: frames its own messages, checks those that come, and knows nothing of our library. */
public final class FixClient implements AutoCloseable {
    private static final char SOH = '\u0001';
    private static final int PATIENCE_MILLIS = 20_000;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd-HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Socket socket;
    private InputStream in;
    private final String compId;

    /** Of the next message that is sent. */
    private int sequence;

    private FixClient(Socket socket, String compId, int sequence) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.compId = compId;
        this.sequence = sequence;
    }

    /** A connection on which nothing was said yet. */
    public static FixClient connect(int port, String compId, int nextSequence) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new FixClient(socket, compId, nextSequence);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** A message as it came: the fields in their order. */
    public record Msg(List<String> fields) {
        public String get(int tag) {
            return find(tag).orElseThrow(() -> new AssertionError("no " + tag + " in " + this));
        }

        public Optional<String> find(int tag) {
            return all(tag).stream().findFirst();
        }

        public List<String> all(int tag) {
            String start = tag + "=";
            return fields.stream()
                    .filter(field -> field.startsWith(start))
                    .map(field -> field.substring(start.length()))
                    .toList();
        }

        public String type() {
            return get(35);
        }

        public int sequence() {
            return Integer.parseInt(get(34));
        }

        /** Several fields at once, {@code "150=0 39=0"}. */
        public Msg has(String expected) {
            assertThat(fields).as("%s", this).contains(expected.split(" ", -1));
            return this;
        }

        @Override
        public String toString() {
            return String.join("|", fields);
        }
    }

    public int nextSequence() {
        return sequence;
    }

    /** Logs on and waits for the answer; as the rules of engagement say, again while the last connection is still in use. */
    public Msg logon(String name, String key, String... more) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        Optional<Msg> answer = tryLogon(name, key, more);
        while (answer.filter(message -> !isGoodbye(message)).isEmpty() && System.nanoTime() < deadline) {
            connectAgain();
            answer = tryLogon(name, key, more);
        }
        return answer.orElseThrow(() -> new AssertionError("the logon was not taken"))
                .has("35=A");
    }

    /** A door that does not have the session says so in a Logout that counts nowhere. */
    private static boolean isGoodbye(Msg message) {
        return message.type().equals("5") && message.find(43).isPresent();
    }

    private void connectAgain() {
        try {
            int port = socket.getPort();
            socket.close();
            Thread.sleep(20);
            FixClient other = connect(port, compId, sequence);
            socket = other.socket;
            in = other.in;
            sequence--;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** As {@link #logon}; empty if the connection is cut off instead. */
    Optional<Msg> tryLogon(String name, String key, String... more) {
        List<String> fields = new ArrayList<>(List.of("98=0", "108=30", "1137=9", "553=" + name, "554=" + key));
        fields.addAll(List.of(more));
        send("A", fields.toArray(String[]::new));
        return read();
    }

    /** Sends a message with the next sequence number. */
    public void send(String type, String... fields) {
        raw(message(type, sequence++, fields));
    }

    /** The text of a message: header, fields, length and checksum. */
    String message(String type, int number, String... fields) {
        StringBuilder body = new StringBuilder();
        for (String field : List.of(
                "35=" + type, "49=" + compId, "56=TIDEMARK", "34=" + number, "52=" + UTC.format(Instant.now()))) {
            body.append(field).append(SOH);
        }
        for (String field : fields) {
            body.append(field).append(SOH);
        }
        String framed = "8=FIXT.1.1" + SOH + "9=" + body.length() + SOH + body;
        return framed + "10=" + checksum(framed) + SOH;
    }

    /** Fills what the other side has not got, up to what is sent next. */
    public void fillFrom(int number) {
        raw(message("4", number, "43=Y", "122=" + UTC.format(Instant.now()), "123=Y", "36=" + sequence));
    }

    void raw(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /** A message about an order, given as {@code "11=a 54=1"}; all but the question for its state want a time. */
    public void order(String type, String fields) {
        List<String> all = new ArrayList<>(List.of(fields.split(" ", -1)));
        if (!type.equals("H")) {
            all.add("60=" + UTC.format(Instant.now()));
        }
        send(type, all.toArray(String[]::new));
    }

    /** The next message that is no heartbeat. */
    public Msg next() {
        Msg message = read().orElseThrow(() -> new AssertionError("the connection was closed"));
        return message.type().equals("0") ? next() : message;
    }

    /** Whether the other side has hung up without another word. */
    public boolean isCutOff() {
        return read().isEmpty();
    }

    /** The next message of any kind; empty when the connection is gone. One on which nothing comes for long is a fault. */
    public Optional<Msg> read() {
        try {
            Optional<String> begin = field();
            if (begin.isEmpty()) {
                return Optional.empty();
            }
            String length = field().orElseThrow();
            byte[] body = in.readNBytes(Integer.parseInt(length.substring(2)));
            String framed = begin.get() + SOH + length + SOH + new String(body, StandardCharsets.ISO_8859_1);
            assertThat(field().orElseThrow()).as(framed).isEqualTo("10=" + checksum(framed));
            return Optional.of(new Msg(List.of(framed.split(String.valueOf(SOH), -1)).stream()
                    .filter(field -> !field.isEmpty())
                    .toList()));
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("nothing came for " + PATIENCE_MILLIS + " ms, and nobody has hung up", silent);
        } catch (IOException lost) {
            return Optional.empty();
        }
    }

    private Optional<String> field() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == SOH) {
                return Optional.of(text.toString(StandardCharsets.ISO_8859_1));
            }
            text.write(next);
        }
        return Optional.empty();
    }

    private static String checksum(String text) {
        int sum = 0;
        for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
            sum += each & 0xFF;
        }
        return String.format(Locale.ROOT, "%03d", sum % 256);
    }

    /** Says goodbye and waits for the answer. */
    public void logout() {
        send("5");
        assertThat(next().type()).isEqualTo("5");
        // Only the end of the connection says that the other side has counted the goodbye.
        assertThat(isCutOff()).isTrue();
        close();
    }

    /** Hangs up without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
