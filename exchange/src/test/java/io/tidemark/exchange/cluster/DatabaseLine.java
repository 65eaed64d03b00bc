package io.tidemark.exchange.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way from one member to the database, on which what is said can be held up: no connection breaks, nothing arrives. */
final class DatabaseLine implements AutoCloseable {
    /** What of the traffic stands still. */
    enum Cut {
        NOTHING,
        /** What the member says does not arrive. */
        QUESTIONS,
        /** The server hears, and does, and its answers do not arrive. */
        ANSWERS,
        BOTH
    }

    private final ServerSocket listener;
    private final String url;
    private final URI server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Cut cut = Cut.NOTHING;

    /** A line to the server of a JDBC URL. */
    DatabaseLine(String url) {
        this.server = URI.create(url.substring("jdbc:".length()));
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.url = url.replace(server.getHost() + ":" + server.getPort(), "127.0.0.1:" + listener.getLocalPort());
        start(this::accept);
    }

    /** The URL of the database at the near end of the line. */
    String url() {
        return url;
    }

    void cut(Cut what) {
        cut = what;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "database-line");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket member = listener.accept();
                Socket database = new Socket(server.getHost(), server.getPort());
                sockets.addAll(List.of(member, database));
                start(() -> carry(member, database, Cut.QUESTIONS));
                start(() -> carry(database, member, Cut.ANSWERS));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void carry(Socket from, Socket to, Cut held) {
        byte[] bytes = new byte[1 << 16];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                while (cut == held || cut == Cut.BOTH) {
                    Thread.sleep(5);
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException ended) {
            // One end has hung up: the other does as well.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
