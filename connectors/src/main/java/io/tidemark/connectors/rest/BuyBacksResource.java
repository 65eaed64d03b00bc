package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Command.BuyBack;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.Reply.Accepted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The operator buys titles back that it has sold; they are burned. */
@Path("/v1/operator/pools/{pool}/buy-backs")
@Produces(MediaType.APPLICATION_JSON)
public final class BuyBacksResource {
    private final Market market;

    BuyBacksResource(Market market) {
        this.market = market;
    }

    /** What is wanted, and the most that is paid for it. */
    record BuyBackEntry(
            @Nullable String start,
            @Nullable Integer hours,
            @Nullable Long lots,
            @Nullable String limitPricePerGpuHour) {}

    /**
     * What came of it; what it did not get at once is dropped.
     *
     * @param boughtLots in every hour of the window, burned
     * @param totalUsd what they cost
     */
    record BuyBackBody(
            String pool,
            String symbol,
            long lots,
            String limitPricePerGpuHour,
            @Nullable Long boughtLots,
            @Nullable String totalUsd) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public BuyBackBody buyBack(@PathParam("pool") String name, @Nullable BuyBackEntry body) {
        PoolId pool = market.pool(name);
        BuyBackEntry entry = Json.required(body, BuyBackEntry.class);
        DeliveryWindow window = Fields.window(entry.start(), entry.hours(), market.now());
        long lots = Fields.required(entry.lots(), "lots", "how many lots, a whole number");
        long limit = Fields.price(
                Fields.required(
                        entry.limitPricePerGpuHour(),
                        "limitPricePerGpuHour",
                        "the most that is paid per GPU-hour, such as \"2.05\""),
                "limitPricePerGpuHour");
        Reply reply = market.submit(
                pool,
                new BuyBack(window, lots, limit),
                "look at the sold lots of the hours with GET /v1/pools/" + pool
                        + "/hours before you send it again: it would buy again");
        boolean told = reply instanceof Accepted;
        return new BuyBackBody(
                pool.toString(),
                new Symbol.Firm(pool, window).toString(),
                lots,
                Price.format(limit),
                told ? ((Accepted) reply).filledLots() : null,
                told ? Money.format(((Accepted) reply).cost()) : null);
    }
}
