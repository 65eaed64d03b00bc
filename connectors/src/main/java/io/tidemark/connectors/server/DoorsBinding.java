package io.tidemark.connectors.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.server.VenueConfig.Address;
import io.tidemark.connectors.server.VenueConfig.Addresses;
import io.tidemark.simulations.document.Findings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the doors are, and where others find them. */
final class DoorsBinding {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127[.].*|\\[::1]");

    private final JsonNode json;
    private final Findings findings;

    DoorsBinding(JsonNode json, Findings findings) {
        this.json = json;
        this.findings = findings;
    }

    Addresses addresses() {
        Addresses doors = new Addresses(door("rest"), door("fix"), door("metrics"));
        Map<Integer, String> taken = new LinkedHashMap<>();
        for (String name : List.of("rest", "fix", "metrics")) {
            int port = json.at("/doors/" + name + "/port").asInt();
            String other = port == 0 ? null : taken.putIfAbsent(port, name);
            if (other != null) {
                findings.add(
                        "doors." + name + ".port",
                        "port " + port + " is that of doors." + other + " already",
                        "a port of its own for each door");
            }
        }
        return doors;
    }

    private Address door(String name) {
        String path = "doors." + name;
        String host = json.at("/doors/" + name + "/host").asText();
        if (!isOurs(host)) {
            findings.add(
                    path + ".host",
                    "this machine has no address " + host,
                    "127.0.0.1 for this machine alone, 0.0.0.0 for all of its addresses, or one of them");
        }
        String port = path + ".port";
        return new Address(host, json.at("/doors/" + name + "/port").asInt(), port + " at " + findings.placeOf(port));
    }

    /** Where nodes reach the market, which the address that the door listens on does not say: a proxy may stand before it. */
    Optional<String> publicUrl() {
        String given = json.at("/doors/rest/publicUrl").asText();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(given);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                if (json.path("machines").asText().equals("ironic")
                        && LOOPBACK.matcher(url.getHost()).matches()) {
                    findings.add(
                            "doors.rest.publicUrl",
                            "'" + given + "' is to each node the node itself",
                            "an address under which nodes reach this machine, such as https://market.example");
                }
                return Optional.of(given.replaceFirst("/+$", ""));
            }
        } catch (URISyntaxException malformed) {
            // Said below.
        }
        findings.add(
                "doors.rest.publicUrl",
                "'" + given + "' is no address of a web server",
                "what nodes are to call, such as https://market.example");
        return Optional.empty();
    }

    private static boolean isOurs(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }
}
