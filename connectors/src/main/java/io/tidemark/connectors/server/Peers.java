package io.tidemark.connectors.server;

import io.tidemark.connectors.server.VenueConfig.Membership;
import io.tidemark.exchange.cluster.ClusterOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Finds out which member of a cluster this program is. */
final class Peers {
    private Peers() {}

    /**
     * The member among the peers that is meant.
     *
     * @param member which one, or empty if only one of them has an address of this machine
     * @throws MalformedPeersException if it cannot be told, or an address is none
     */
    static Membership membership(List<String> peers, Optional<String> member) {
        List<String> all = List.copyOf(new LinkedHashSet<>(peers));
        if (all.size() < peers.size()) {
            throw new MalformedPeersException(
                    "a peer is there twice in " + String.join(",", peers) + "; give each once");
        }
        for (String peer : all) {
            check("--peers", peer);
        }
        String own = member.orElseGet(() -> ownOf(all));
        check("--member", own);
        if (!all.contains(own)) {
            throw new MalformedPeersException("--member " + own + " is not among --peers " + String.join(",", all)
                    + "; give all members, on each of them the same");
        }
        if (!isOurs(own)) {
            throw new MalformedPeersException("this machine has no address " + own.substring(0, own.lastIndexOf(':'))
                    + " for --member " + own + "; name the member that runs here");
        }
        return new Membership(own, all);
    }

    private static String ownOf(List<String> peers) {
        List<String> ours = peers.stream().filter(Peers::isOurs).toList();
        if (ours.size() != 1) {
            throw new MalformedPeersException(
                    (ours.isEmpty() ? "none" : "more than one") + " of " + String.join(", ", peers)
                            + " has an address of this machine; say which one this is with --member HOST:PORT");
        }
        return ours.get(0);
    }

    private static void check(String option, String address) {
        try {
            ClusterOptions unused = ClusterOptions.of(address, List.of());
        } catch (IllegalArgumentException malformed) {
            throw new MalformedPeersException(option + ": " + malformed.getMessage());
        }
    }

    private static boolean isOurs(String address) {
        String host = address.substring(0, address.lastIndexOf(':'));
        try {
            InetAddress found = InetAddress.getByName(host);
            // All addresses at once is no place where another could find this one.
            return !found.isAnyLocalAddress() && NetworkInterface.getByInetAddress(found) != null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }
}
