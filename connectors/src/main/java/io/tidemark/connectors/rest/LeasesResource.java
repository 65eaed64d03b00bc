package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.SpotBidsResource.SpotBidBody;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the account that calls runs, firm and spot: its machines from the fleet, its money from the market. */
@Path("/v1/leases")
@Produces(MediaType.APPLICATION_JSON)
public final class LeasesResource {
    /** What a firm lot cost is looked for in so many of the newest orders of its holder. */
    private static final int ORDERS_LOOKED_AT = 1_000;

    private final Market market;
    private final FleetDesk fleet;
    private final OrderList bids;

    LeasesResource(Market market, FleetDesk fleet) {
        this.market = market;
        this.fleet = fleet;
        this.bids = new OrderList(market, false);
    }

    record LeasesBody(List<HeldLease> leases) {}

    @GET
    @Needs(Scope.VIEW)
    public LeasesBody leases(@Context SecurityContext security) {
        long account = Caller.of(security).number();
        long now = market.now();
        Map<PoolId, List<OrderView>> orders = new TreeMap<>();
        return new LeasesBody(fleet.leases(account).stream()
                .map(lease ->
                        HeldLease.of(lease, orders.computeIfAbsent(lease.pool(), pool -> ordersOf(pool, account)), now))
                .toList());
    }

    /** Of each kind by itself: an old bid is not to be lost behind many orders. */
    private List<OrderView> ordersOf(PoolId pool, long account) {
        return Stream.of(Query.OrderKind.SPOT, Query.OrderKind.FIRM)
                .flatMap(kind -> ordersOf(pool, account, kind).stream())
                .toList();
    }

    private List<OrderView> ordersOf(PoolId pool, long account, Query.OrderKind kind) {
        Query newest = new Query.OrdersOf(
                account, Query.OrdersOf.NEWEST, Query.OrdersOf.NEWEST, ORDERS_LOOKED_AT, false, kind);
        return market.know(pool, newest, OrdersView.class).orders();
    }

    /**
     * Ends a spot lease before its time, and the bid that it comes from: otherwise the next auction would start it again.
     * A second release does no harm.
     */
    @DELETE
    @Path("{id}")
    @Needs(Scope.TRADE)
    public SpotBidBody release(@PathParam("id") String text, @Context SecurityContext security) {
        Account account = Caller.of(security);
        boolean firm = fleet.leases(account.number()).stream()
                .anyMatch(lease ->
                        lease.kind() == FleetDesk.Kind.FIRM && lease.leaseId().equals(text));
        if (firm) {
            throw Problem.of(
                            ProblemCode.FIRM_IS_PAID_OR_RESOLD,
                            text + " is a firm hour: it was paid when it was bought, and giving it back early returns"
                                    + " nothing",
                            "offer the hours for resale with a SELL to /v1/orders, until the gate ten minutes before"
                                    + " the hour")
                    .asException();
        }
        OrderId id = OrderId.find(text, market)
                .filter(bid -> bids.find(bid, account.number()).isPresent())
                .orElseThrow(() -> noSuchLease().asException());
        OrderView bid = bids.one(id, account.number());
        if (bid.status().equals("OPEN") && bid.lease().isEmpty()) {
            throw Problem.of(
                            ProblemCode.NO_SUCH_LEASE,
                            text + " is a bid that runs nothing now, so there is no lease to release",
                            "wait until it runs, or take the bid back with DELETE /v1/spot-bids/" + text)
                    .asException();
        }
        return SpotBidBody.of(id.pool(), bids.cancel(id, account));
    }

    /** The same for what is missing, what is another's, and what never was an id. */
    private static Problem noSuchLease() {
        return Problem.of(
                ProblemCode.NO_SUCH_LEASE, "this account has no such lease", "list yours with GET /v1/leases");
    }
}
