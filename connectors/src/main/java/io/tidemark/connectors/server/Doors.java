package io.tidemark.connectors.server;

import io.tidemark.connectors.fix.FixBacking;
import io.tidemark.connectors.fix.FixConfig;
import io.tidemark.connectors.fix.FixDoor;
import io.tidemark.connectors.fix.FixHome;
import io.tidemark.connectors.fix.FixPortInUseException;
import io.tidemark.connectors.rest.Backing;
import io.tidemark.connectors.rest.PortInUseException;
import io.tidemark.connectors.rest.RestConfig;
import io.tidemark.connectors.rest.RestServer;
import java.net.URI;

/** The doors through which orders come in. */
final class Doors implements AutoCloseable {
    private final RestServer rest;
    private final FixDoor fix;

    private Doors(RestServer rest, FixDoor fix) {
        this.rest = rest;
        this.fix = fix;
    }

    /**
     * Opens them.
     *
     * @param sessions where the FIX door keeps its sessions
     * @throws DoorTakenException if a port is in use; none is open then
     */
    static Doors open(VenueConfig.Addresses addresses, Backing backing, FixBacking fixBacking, FixHome sessions) {
        RestServer rest = rest(addresses.rest(), backing);
        try {
            return new Doors(rest, fix(addresses.fix(), fixBacking, sessions));
        } catch (RuntimeException failed) {
            rest.close();
            throw failed;
        }
    }

    private static RestServer rest(VenueConfig.Address address, Backing backing) {
        try {
            return RestServer.start(new RestConfig(address.host(), address.port()), backing);
        } catch (PortInUseException taken) {
            throw new DoorTakenException(address, taken);
        }
    }

    private static FixDoor fix(VenueConfig.Address address, FixBacking backing, FixHome sessions) {
        try {
            return FixDoor.start(new FixConfig(address.host(), address.port(), sessions), backing);
        } catch (FixPortInUseException taken) {
            throw new DoorTakenException(address, taken);
        }
    }

    /** Where the REST door is, such as {@code http://127.0.0.1:8080}. */
    URI rest() {
        return rest.uri();
    }

    int openStreams() {
        return rest.openStreams();
    }

    /** The FIX door. */
    FixDoor fix() {
        return fix;
    }

    @Override
    public void close() {
        try (rest) {
            fix.close();
        }
    }
}
