package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Command.SubmitSpotBid;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.View.LeaseView;
import io.tidemark.exchange.pool.View.OrderView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Standing spot bids of the account that calls, and the leases they win. */
@Path("/v1/spot-bids")
@Produces(MediaType.APPLICATION_JSON)
public final class SpotBidsResource {
    private final Market market;
    private final AccessBook access;
    private final OrderList list;

    SpotBidsResource(Market market, AccessBook access) {
        this.market = market;
        this.access = access;
        this.list = new OrderList(market, false);
    }

    /** A bid as it is posted. A gang runs with all of its lots or not at all. */
    record SpotBidEntry(
            @Nullable String pool,
            @Nullable Long lots,
            @Nullable String maxPricePerGpuHour,
            @Nullable Boolean gang,
            @Nullable String clientOrderId,
            @Nullable String sshPublicKey,
            @Nullable String cloudInit) {

        static boolean isAnother(OrderView standing, SubmitSpotBid asked) {
            return !differs(standing, asked).isEmpty();
        }

        static String differs(OrderView standing, SubmitSpotBid asked) {
            if (standing.lots() != asked.lots()) {
                return "lots";
            } else if (standing.limit() != asked.maxTicks()) {
                return "maxPricePerGpuHour";
            }
            return standing.allOrNone() == asked.gang() ? "" : "gang";
        }
    }

    record SpotBidsBody(
            List<SpotBidBody> spotBids, @Nullable String nextAfter) {}

    /**
     * A bid as it stands.
     *
     * @param maxHourUsd what one hour of all lots costs at the maximum; as much is set aside for an hour
     * @param paidUsd what it paid so far
     */
    record SpotBidBody(
            String spotBidId,
            String clientOrderId,
            String symbol,
            long lots,
            String maxPricePerGpuHour,
            String maxPricePerLotHour,
            String maxHourUsd,
            boolean gang,
            String status,
            @Nullable String enteredAt,
            long runningLots,
            String paidUsd,
            String heldUsd,
            @Nullable LeaseBody lease,
            @Nullable WhyNotBody whyNotRunning) {

        static SpotBidBody of(PoolId pool, OrderView bid) {
            return new SpotBidBody(
                    new OrderId(pool, bid.orderId()).toString(),
                    bid.clientOrderId(),
                    pool + ".S",
                    bid.lots(),
                    Price.format(bid.limit()),
                    Price.format(bid.limit() * pool.gpusPerLot()),
                    Money.format(pool.lotHourMoney(bid.limit(), bid.lots())),
                    bid.allOrNone(),
                    bid.status(),
                    Amounts.instant(bid.enteredAt()),
                    bid.filledLots(),
                    Money.format(bid.value()),
                    Money.format(bid.hold()),
                    bid.lease().map(lease -> LeaseBody.of(pool, lease)).orElse(null),
                    bid.whyNotFilled().map(WhyNotBody::of).orElse(null));
        }
    }

    /**
     * What runs.
     *
     * @param noticedLots that must be handed back at {@code noticeEndsAt}; until then they run free of charge
     * @param noticeSeconds how long it runs on when it is reclaimed, as promised when it started or was last renewed
     * @param nextHourLots that the auction gave it in the coming hour
     */
    record LeaseBody(
            long lots,
            @Nullable String startedAt,
            @Nullable String pricePerGpuHour,
            @Nullable String pricePerLotHour,
            long noticedLots,
            @Nullable String noticeEndsAt,
            long noticeSeconds,
            long nextHourLots) {
        static LeaseBody of(PoolId pool, LeaseView lease) {
            return new LeaseBody(
                    lease.lots(),
                    Amounts.instant(lease.startedAt()),
                    Amounts.perGpuHour(lease.ticks()),
                    Amounts.perLotHour(lease.ticks(), pool),
                    lease.noticedLots(),
                    Amounts.instant(lease.noticeEndsAt()),
                    lease.noticeSeconds(),
                    lease.nextHourLots());
        }
    }

    /** As for orders: a repetition of a client order id makes no second bid and gets 201 and the bid again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.TRADE)
    public Response enter(@Nullable SpotBidEntry body, @Context SecurityContext security) {
        SpotBidEntry entry = Json.required(body, SpotBidEntry.class);
        PoolId pool = market.pool(Fields.required(entry.pool(), "pool", "a pool such as B200X8.PRN1"), "pool");
        SubmitSpotBid command = new SubmitSpotBid(
                Caller.of(security).number(),
                Fields.clientOrderId(entry.clientOrderId()),
                Fields.required(entry.lots(), "lots", "how many lots, a whole number"),
                Fields.price(
                        Fields.required(
                                entry.maxPricePerGpuHour(),
                                "maxPricePerGpuHour",
                                "the most you pay in USD per GPU-hour, such as \"1.80\""),
                        "maxPricePerGpuHour"),
                entry.gang() != null && entry.gang());
        AccessChange.make(access, command.account(), entry.sshPublicKey(), entry.cloudInit());
        String findOut = OrdersResource.howToFindOut("spot-bids", command.clientOrderId());
        Accepted accepted = (Accepted) market.submit(pool, command, findOut);
        OrderId id = new OrderId(pool, accepted.orderId());
        OrderView bid = list.entered(id, command.account(), command.clientOrderId(), findOut);
        if (SpotBidEntry.isAnother(bid, command)) {
            throw OrdersResource.taken(id, command.clientOrderId(), SpotBidEntry.differs(bid, command))
                    .asException();
        }
        return Response.created(URI.create("/v1/spot-bids/" + id))
                .entity(SpotBidBody.of(pool, bid))
                .build();
    }

    @GET
    @Needs(Scope.VIEW)
    public SpotBidsBody list(
            @QueryParam("pool") @Nullable String pool,
            @QueryParam("clientOrderId") @Nullable String clientOrderId,
            @QueryParam("open") @Nullable String open,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext security) {
        OrderList.Page page = list.page(Caller.of(security).number(), pool, clientOrderId, open, after, limit);
        return new SpotBidsBody(
                page.orders().stream()
                        .map(bid -> SpotBidBody.of(bid.pool(), bid.view()))
                        .toList(),
                page.nextAfter());
    }

    @GET
    @Path("{id}")
    @Needs(Scope.VIEW)
    public SpotBidBody bid(@PathParam("id") String text, @Context SecurityContext security) {
        OrderId id = OrderId.parse(text, market);
        return SpotBidBody.of(id.pool(), list.one(id, Caller.of(security).number()));
    }

    /** Ends the bid, and its lease if one runs; what ran is paid to the second. */
    @DELETE
    @Path("{id}")
    @Needs(Scope.TRADE)
    public SpotBidBody cancel(@PathParam("id") String text, @Context SecurityContext security) {
        OrderId id = OrderId.parse(text, market);
        return SpotBidBody.of(id.pool(), list.cancel(id, Caller.of(security)));
    }
}
