package io.tidemark.exchange.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a member finds the others, and how long it waits for them. All members of a cluster are given the same, but for
 * the address.
 *
 * @param name of the cluster: members of another name are not let in
 * @param address of this member, {@code host:port}: one interface and one port, nothing else is listened on
 * @param peers all members, {@code host:port} each; this one may be among them
 * @param silence after which a member counts as gone
 * @param patience how long a command waits for a pool that nobody serves just now before it is told that nothing was
 *     entered
 * @param poll how often a member that is not the owner of a pool looks for what is new in the journal
 * @param shadow when the member that has this duty writes snapshots; empty if none does
 */
public record ClusterOptions(
        String name,
        String address,
        List<String> peers,
        Duration silence,
        Duration patience,
        Duration poll,
        Optional<ShadowOptions> shadow) {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(2);
    private static final int MOST_PORTS = 65_535;

    public ClusterOptions {
        requireAddress(address);
        peers.forEach(ClusterOptions::requireAddress);
        peers = List.copyOf(peers);
        if (silence.compareTo(SHORTEST_SILENCE) < 0) {
            throw new IllegalArgumentException("a member must be given " + SHORTEST_SILENCE.toSeconds()
                    + " seconds of silence or more, or each pause of a collector costs its pools: " + silence);
        }
    }

    /** With the times that suit one data centre. */
    public static ClusterOptions of(String address, List<String> peers) {
        return new ClusterOptions(
                "tidemark", address, peers, SILENCE, PATIENCE, POLL, Optional.of(ShadowOptions.DEFAULTS));
    }

    /** The interface of this member. */
    String host() {
        return address.substring(0, address.lastIndexOf(':'));
    }

    int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /**
     * How many members must see each other before any of them serves a pool: more than half of three and more. Of two, each
     * must be able to go on alone, and only the journal keeps them apart.
     */
    int quorum() {
        TreeSet<String> all = new TreeSet<>(peers);
        all.add(address);
        return all.size() < 3 ? 1 : all.size() / 2 + 1;
    }

    private static void requireAddress(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("an address is host:port, not '" + address + "'");
        }
        int port = Integer.parseInt(address.substring(colon + 1));
        if (port < 1 || port > MOST_PORTS) {
            throw new IllegalArgumentException("a port is a number from 1 to " + MOST_PORTS + ": " + address);
        }
    }
}
