package io.tidemark.exchange.journal.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a member and the server, and may fail. A fault that is armed strikes once, at the next large message of
 * the member, which can only be a flush.
 */
final class FaultyWire implements AutoCloseable {
    /** Smaller messages pass. Nothing but a flush is that large. */
    static final int LARGE = 8_000;

    enum Fault {
        NONE,
        /** The flush arrives and is committed; the answer does not come back. */
        LOSE_ANSWER,
        /** The flush never arrives. */
        LOSE_QUESTION,
        /** The member's side breaks, and the flush arrives when {@link #deliverLate()} says so. */
        KEEP_QUESTION,
        /** The flush that was kept arrives before this one does. */
        DELIVER_KEPT_FIRST
    }

    /** What happens to one connection. */
    private static final class Strike {
        private volatile Fault fault = Fault.NONE;
    }

    private final int serverPort;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Fault> armed = new AtomicReference<>(Fault.NONE);
    private final AtomicInteger struck = new AtomicInteger();
    private final Semaphore answeredLate = new Semaphore(0);
    private volatile boolean away;
    private volatile boolean silent;
    private volatile byte @Nullable [] kept;
    private volatile @Nullable Socket keptFor;

    FaultyWire(int serverPort) {
        this.serverPort = serverPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void arm(Fault fault) {
        armed.set(fault);
    }

    /** How often an armed fault struck. */
    int struck() {
        return struck.get();
    }

    /** Breaks every connection and lets no new one through, until called with false. */
    void away(boolean now) {
        away = now;
        if (now) {
            open.forEach(FaultyWire::close);
        }
    }

    /** Swallows every byte in both directions, and keeps the connections open. */
    void silent(boolean now) {
        silent = now;
    }

    /** Lets the server have the flush that was kept, and waits for what it makes of it. */
    void deliverLate() throws IOException {
        Socket server = keptFor;
        byte[] flush = kept;
        if (server == null || flush == null) {
            throw new IllegalStateException("nothing was kept");
        }
        keptFor = null;
        server.getOutputStream().write(flush);
        try {
            if (!answeredLate.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not answer the late flush");
            }
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
        close(server);
    }

    private void accept() {
        try {
            while (true) {
                Socket member = door.accept();
                if (away) {
                    close(member);
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                member.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(member);
                open.add(server);
                Strike striking = new Strike();
                start(() -> questions(member, server, striking));
                start(() -> answers(server, member, striking));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void questions(Socket member, Socket server, Strike striking) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = member.getInputStream().read(buffer);
                    n >= 0;
                    n = member.getInputStream().read(buffer)) {
                if (silent) {
                    continue;
                }
                if (n >= LARGE && armed.get() != Fault.NONE) {
                    striking.fault = armed.getAndSet(Fault.NONE);
                    struck.incrementAndGet();
                }
                switch (striking.fault) {
                    case LOSE_QUESTION -> {
                        close(member);
                        close(server);
                        return;
                    }
                    case KEEP_QUESTION -> {
                        keep(buffer, n, member.getInputStream(), member);
                        keptFor = server;
                        open.remove(server);
                        close(member);
                        return;
                    }
                    case DELIVER_KEPT_FIRST -> {
                        striking.fault = Fault.NONE;
                        deliverLate();
                        server.getOutputStream().write(buffer, 0, n);
                    }
                    case NONE, LOSE_ANSWER -> server.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException broken) {
            // Then both are.
        }
        if (striking.fault != Fault.LOSE_ANSWER) {
            close(server);
        }
        close(member);
    }

    /** The message may come in pieces. */
    private void keep(byte[] buffer, int n, InputStream more, Socket member) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(buffer, 0, n);
        member.setSoTimeout(200);
        try {
            for (int rest = more.read(buffer); rest >= 0; rest = more.read(buffer)) {
                whole.write(buffer, 0, rest);
            }
        } catch (SocketTimeoutException complete) {
            kept = whole.toByteArray();
        }
    }

    private void answers(Socket server, Socket member, Strike striking) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int n = server.getInputStream().read(buffer);
                    n >= 0;
                    n = server.getInputStream().read(buffer)) {
                if (striking.fault == Fault.KEEP_QUESTION) {
                    answeredLate.release();
                    return;
                }
                if (striking.fault == Fault.LOSE_ANSWER) {
                    break; // The server answers when it has committed.
                }
                if (!silent) {
                    member.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException broken) {
            // Then both are.
        }
        if (striking.fault != Fault.KEEP_QUESTION) {
            close(server);
            close(member);
        }
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (SocketException alreadyClosed) {
            // That is what was asked.
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(FaultyWire::close);
    }
}
