package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command.Replace;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.Query.WhatWouldFill;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.WhyNot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** Firm orders of the account that calls. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
public final class OrdersResource {
    private final Market market;
    private final AccessBook access;
    private final OrderList list;

    OrdersResource(Market market, AccessBook access) {
        this.market = market;
        this.access = access;
        this.list = new OrderList(market, true);
    }

    /**
     * Orders, the newest first.
     *
     * @param nextAfter pass it as {@code after} to get the next page; absent on the last
     */
    record OrdersBody(List<OrderBody> orders, @Nullable String nextAfter) {}

    /**
     * A repetition of a client order id makes no second order: it gets 201 and the order again, because whoever repeats
     * cannot know whether the first one arrived and should not have to care.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.TRADE)
    public Response enter(@Nullable OrderEntry body, @Context SecurityContext security) {
        OrderEntry entry = Json.required(body, OrderEntry.class);
        OrderEntry.Parsed parsed = entry.parse(Caller.of(security).number(), market);
        SubmitOrder command = parsed.command();
        // Before the order: nodes may be on their way the moment it trades.
        AccessChange.make(access, command.account(), entry.sshPublicKey(), entry.cloudInit());
        String findOut = howToFindOut("orders", command.clientOrderId());
        Accepted accepted = (Accepted) market.submit(parsed.pool(), command, findOut);
        OrderId id = new OrderId(parsed.pool(), accepted.orderId());
        OrderView order = list.entered(id, command.account(), command.clientOrderId(), findOut);
        if (!order.clientOrderId().equals(command.clientOrderId())) {
            // It was replaced since: what it says now is not what was entered under the first id.
            return created(id, order, accepted);
        }
        entry.difference(order, command).ifPresent(field -> {
            throw taken(id, command.clientOrderId(), field).asException();
        });
        return created(id, order, accepted);
    }

    private static Response created(OrderId id, OrderView order, Accepted accepted) {
        return Response.created(URI.create("/v1/orders/" + id))
                .entity(OrderBody.of(id.pool(), order, accepted))
                .build();
    }

    static String howToFindOut(String path, String clientOrderId) {
        return "GET /v1/" + path + "?clientOrderId=" + clientOrderId
                + " tells, or send the request again with that clientOrderId: it is entered at most once";
    }

    static Problem taken(OrderId id, String clientOrderId, String field) {
        return Problem.of(
                        ProblemCode.CLIENT_ORDER_ID_REUSED,
                        "'" + clientOrderId + "' stands for " + id + ", whose " + field
                                + " is another; nothing was entered",
                        "send a clientOrderId that you have not used in this pool, or the first request unchanged")
                .at("clientOrderId")
                .or(List.of(id.toString()));
    }

    @GET
    @Needs(Scope.VIEW)
    public OrdersBody list(
            @QueryParam("pool") @Nullable String pool,
            @QueryParam("clientOrderId") @Nullable String clientOrderId,
            @QueryParam("open") @Nullable String open,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext security) {
        OrderList.Page page = list.page(Caller.of(security).number(), pool, clientOrderId, open, after, limit);
        return new OrdersBody(
                page.orders().stream()
                        .map(order -> OrderBody.of(order.pool(), order.view(), null))
                        .toList(),
                page.nextAfter());
    }

    @GET
    @Path("{id}")
    @Needs(Scope.VIEW)
    public OrderBody order(@PathParam("id") String text, @Context SecurityContext security) {
        OrderId id = OrderId.parse(text, market);
        long account = Caller.of(security).number();
        OrderView order = list.one(id, account);
        return OrderBody.of(id.pool(), order, whatWouldFill(id.pool(), account, order), null);
    }

    private @Nullable WhatWouldFillBody whatWouldFill(PoolId pool, long account, OrderView order) {
        // While a call runs, or a halt, nothing would fill now whatever its terms.
        boolean held =
                order.whyNotFilled().filter(WhyNot.PhaseHolds.class::isInstance).isPresent();
        if (order.side() != Side.BUY || !order.status().equals("OPEN") || held) {
            return null;
        }
        return market.whatWouldFill(
                pool,
                new WhatWouldFill(
                        account,
                        order.window().orElseThrow(),
                        order.lots() - order.filledLots(),
                        order.allOrNone(),
                        order.limit()));
    }

    /** Fewer lots at the same limit keep their place in the queue; any other change goes behind. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.TRADE)
    public OrderBody replace(
            @PathParam("id") String text, @Nullable OrderChange body, @Context SecurityContext security) {
        OrderChange change = Json.required(body, OrderChange.class);
        OrderId id = OrderId.parse(text, market);
        long account = Caller.of(security).number();
        Replace replacement = change.of(id, account, list.one(id, account));
        Accepted accepted = (Accepted) market.submit(
                id.pool(),
                replacement,
                "send the request again with clientOrderId " + replacement.clientOrderId()
                        + ": the change is made at most once");
        return OrderBody.of(id.pool(), list.one(id, account), accepted);
    }

    /** Everything of the account, or of one side, or of the orders whose window touches some hours. */
    @DELETE
    @Needs(Scope.TRADE)
    public MassCancelling.CancelledBody cancelMany(
            @QueryParam("pool") @Nullable String pool,
            @QueryParam("side") @Nullable String side,
            @QueryParam("start") @Nullable String start,
            @QueryParam("hours") @Nullable String hours,
            @QueryParam("spot") @Nullable String spot,
            @Context SecurityContext security) {
        return new MassCancelling(market)
                .cancel(Caller.of(security).number(), new MassCancelling.Wanted(pool, side, start, hours, spot));
    }

    /** Cancelling what is cancelled already is done; cancelling what ended otherwise is too late. */
    @DELETE
    @Path("{id}")
    @Needs(Scope.TRADE)
    public OrderBody cancel(@PathParam("id") String text, @Context SecurityContext security) {
        OrderId id = OrderId.parse(text, market);
        return OrderBody.of(id.pool(), list.cancel(id, Caller.of(security)), null);
    }
}
