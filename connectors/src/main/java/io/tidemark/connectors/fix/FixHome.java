package io.tidemark.connectors.fix;

import io.tidemark.exchange.duty.Duties;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Where a door keeps its sessions: numbers, messages, what was sent, and where it begins to read the log. */
public sealed interface FixHome {
    /** Files of one door, which nobody else opens. */
    record Directory(Path path) implements FixHome {}

    /**
     * A PostgreSQL that the doors of all members share, so that a firm may log on at any of them, at one at a time.
     *
     * @param database whose schema {@code fix} is made if there is none; commits must be durable
     * @param duties of this member; who has the duty {@code fix COMPID} has the session
     * @param address where firms reach this door, such as {@code fix1.example.com:9880}: they are told it at another one
     */
    record Shared(DataSource database, Duties duties, String address) implements FixHome {}
}
