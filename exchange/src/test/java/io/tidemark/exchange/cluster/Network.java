package io.tidemark.exchange.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Machines of one network, each a network namespace on a bridge. A cut is a neighbour's address that leads nowhere: what is
 * sent one way is lost without a word, and the other way is untouched.
 */
final class Network implements AutoCloseable {
    private static final String NOWHERE = "02:00:00:00:00:fe";

    private final String name;
    private final String subnet;
    private final int machines;
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Lays a network of so many machines. */
    Network(int machines) throws IOException, InterruptedException {
        int number = (int) (ProcessHandle.current().pid() % 200) + 20;
        this.name = "tm" + number;
        this.subnet = "10.213." + number + ".";
        this.machines = machines;
        ip("link add " + name + " type bridge");
        ip("addr add " + host() + "/24 dev " + name);
        ip("link set " + name + " up");
        for (int i = 0; i < machines; i++) {
            ip("netns add " + namespace(i));
            ip("link add " + name + "v" + i + " type veth peer name eth0 netns " + namespace(i));
            ip("link set " + name + "v" + i + " master " + name + " up");
            in(i, "addr add " + address(i) + "/24 dev eth0");
            in(i, "link set eth0 address " + hardware(i));
            in(i, "link set eth0 up");
            in(i, "link set lo up");
        }
    }

    /** Why no network can be laid here; empty if one can. */
    static String obstacle() {
        try {
            ip("netns add tidemark-probe");
            ip("netns del tidemark-probe");
            return "";
        } catch (IOException | IllegalStateException missing) {
            return "network namespaces need root and the ip command (package iproute2): " + missing.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String namespace(int machine) {
        return name + "n" + machine;
    }

    String address(int machine) {
        return subnet + (machine + 1);
    }

    /** Of the machine on which the test itself runs: cuts between members do not touch it. */
    String host() {
        return subnet + "254";
    }

    private static String hardware(int machine) {
        return "02:00:00:00:00:0" + (machine + 1);
    }

    /** What a command begins with that runs on a machine. */
    String[] on(int machine) {
        return new String[] {"ip", "netns", "exec", namespace(machine)};
    }

    /** What one machine sends to another is lost. */
    void cut(int from, int to) throws IOException, InterruptedException {
        in(from, "neigh replace " + address(to) + " lladdr " + NOWHERE + " nud permanent dev eth0");
    }

    void mend(int from, int to) throws IOException, InterruptedException {
        in(from, "neigh replace " + address(to) + " lladdr " + hardware(to) + " nud permanent dev eth0");
    }

    /** Nothing goes between a machine and any other, either way. */
    void isolate(int machine) throws IOException, InterruptedException {
        for (int other = 0; other < machines; other++) {
            if (other != machine) {
                cut(machine, other);
                cut(other, machine);
            }
        }
    }

    void rejoin(int machine) throws IOException, InterruptedException {
        for (int other = 0; other < machines; other++) {
            if (other != machine) {
                mend(machine, other);
                mend(other, machine);
            }
        }
    }

    /** A port of the host through which the machines reach one on loopback, such as that of a database. */
    int open(int port) throws IOException {
        ServerSocket door = new ServerSocket();
        door.bind(new InetSocketAddress(host(), 0));
        doors.add(door);
        daemon("door", () -> {
            while (true) {
                Socket outside = door.accept();
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), port);
                connections.add(outside);
                connections.add(inside);
                daemon("in", () -> copy(outside, inside));
                daemon("out", () -> copy(inside, outside));
            }
        });
        return door.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // Whoever is at the other end finds out.
                    }
                },
                what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    private void in(int machine, String what) throws IOException, InterruptedException {
        ip("-n " + namespace(machine) + " " + what);
    }

    private static void ip(String what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(what.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("ip " + what + ": " + said.strip());
        }
    }

    @Override
    public void close() {
        try {
            for (ServerSocket door : doors) {
                door.close();
            }
            for (Socket connection : connections) {
                connection.close();
            }
            for (int i = 0; i < machines; i++) {
                // By hand: a namespace may live on for a while after its name is gone, and keep its cable.
                ip("link del " + name + "v" + i);
                ip("netns del " + namespace(i));
            }
            ip("link del " + name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
