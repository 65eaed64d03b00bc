package io.tidemark.connectors.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One connection to the event stream, read by a thread of its own so that waiting for a message can end. */
final class EventLines implements AutoCloseable {
    private static final String END = "end of the connection";
    private static final int ROOM = 1_000;

    private final InputStream body;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(ROOM);
    private String id = "";
    private String type = "";
    private boolean ended;

    EventLines(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "tidemark-watch");
        reader.setDaemon(true);
        reader.start();
    }

    /** A message; the type of a comment is empty. */
    record Message(String id, String type, String data) {
        private static final Message COMMENT = new Message("", "", "");

        boolean isComment() {
            return type.isEmpty();
        }
    }

    /** The next message; empty if none came in time, or none will come any more. */
    Optional<Message> next(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!ended) {
            String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                return Optional.empty();
            } else if (line.equals(END)) {
                ended = true;
            } else if (line.startsWith(":")) {
                return Optional.of(Message.COMMENT);
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                type = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                return Optional.of(new Message(id, type, line.substring("data: ".length())));
            }
        }
        return Optional.empty();
    }

    /** Whether the other side has ended it. */
    boolean isEnded() {
        return ended;
    }

    private void read() {
        try {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    lines.put(line);
                }
            } catch (IOException cut) {
                lines.put(END);
                return;
            }
            lines.put(END);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException gone) {
            lines.clear();
        }
    }
}
