package io.tidemark.connectors.server;

import io.tidemark.connectors.account.TenantAccess;
import io.tidemark.connectors.rest.FleetDesk;
import io.tidemark.exchange.notice.LeaseId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.LeaseView;
import java.util.List;

/** The fleet, as the door shows it. */
final class Leases implements FleetDesk {
    /** Nobody holds the other half of this key: who wants to log in gives one of its own. */
    private static final String NO_KEY = "ssh-ed25519 AAAA no-key-given";

    private final Fleet fleet;

    Leases(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What the fleet writes to the nodes of an account. */
    static Access access(TenantAccess access) {
        return new Access(
                access.sshPublicKey().orElse(NO_KEY), access.cloudInit().orElse(""));
    }

    @Override
    public List<Lease> leases(long account) {
        return fleet.leases(account).stream().map(Leases::lease).toList();
    }

    private static Lease lease(LeaseView lease) {
        LeaseKey key = lease.key();
        boolean firm = key.kind() == LeaseKey.Kind.FIRM;
        return new Lease(
                firm ? LeaseId.firm(key.pool(), key.id()) : LeaseId.spot(key.pool(), key.id()),
                key.pool(),
                firm ? Kind.FIRM : Kind.SPOT,
                lease.from(),
                lease.until(),
                lease.lots(),
                lease.whole(),
                lease.assigned().stream().map(Leases::lot).toList());
    }

    private static Lot lot(LeaseView.LotView lot) {
        // A lot is as far as the slowest of its nodes.
        String state = lot.nodes().stream()
                .map(LeaseView.NodeLine::state)
                .min(Enum::compareTo)
                .map(Enum::name)
                .orElse("WAITING");
        return new Lot(
                lot.lot(),
                state,
                lot.readySince(),
                lot.noticeEnds(),
                lot.nodes().stream()
                        .map(node -> new Node(
                                node.node().name(),
                                node.state().name(),
                                node.ssh().address(),
                                node.ssh().port(),
                                node.simulated()))
                        .toList());
    }
}
