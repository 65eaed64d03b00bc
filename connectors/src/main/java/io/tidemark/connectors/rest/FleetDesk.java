package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.OptionalLong;

/** The machines of an account. Instants are epoch milliseconds of market time. */
@FunctionalInterface
public interface FleetDesk {
    /** What an account has or is getting, and what is on its way back; nothing that is over. */
    List<Lease> leases(long account);

    /** What a lease comes from. */
    enum Kind {
        /** Titles to an hour. */
        FIRM,
        /** A spot bid that runs. */
        SPOT
    }

    /**
     * A lease.
     *
     * @param leaseId for spot the id of the bid, such as {@code B200X8.PRN1-42}; for firm pool and hour, such as {@code
     *     B200X8.PRN1-F-2026112105}
     * @param from for firm the start of the hour
     * @param until its end, if one is set
     * @param lots how many it is to have
     * @param gang whether they start and end together
     * @param assigned the lots it has or is getting; fewer while there are none free
     */
    record Lease(
            String leaseId,
            PoolId pool,
            Kind kind,
            long from,
            OptionalLong until,
            long lots,
            boolean gang,
            List<Lot> assigned) {
        public Lease {
            assigned = List.copyOf(assigned);
        }
    }

    /**
     * A lot of a lease.
     *
     * @param domain the NVLink domain that it is
     * @param state such as {@code DEPLOYING}
     * @param readySince when it was handed over healthy, if it was
     * @param leavesAt when it must be given back, if the holder has been told to
     */
    record Lot(String domain, String state, OptionalLong readySince, OptionalLong leavesAt, List<Node> nodes) {
        public Lot {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A node of a lot.
     *
     * @param simulated whether there is no machine behind it
     */
    record Node(String name, String state, String sshHost, int sshPort, boolean simulated) {}
}
