package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.QuoteDesk.Alternative;
import io.tidemark.connectors.rest.QuoteDesk.Asked;
import io.tidemark.connectors.rest.QuoteDesk.Quote;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.pool.View.QuoteView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an order would get and cost. A quote reserves nothing; the order that it hands out is entered like any other. */
@Path("/v1/quotes")
@Produces(MediaType.APPLICATION_JSON)
public final class QuotesResource {
    /** More would overflow the sums of a week at the top of the widest band. */
    private static final int MAX_LOTS = 10_000;
    /** How far apart the possible starts may be, in hours. */
    private static final int MAX_SPREAD = 168;

    private final Market market;
    private final QuoteDesk desk;

    QuotesResource(Market market) {
        this.market = market;
        this.desk = new QuoteDesk(market);
    }

    /** What is wanted: the cheapest window that starts from {@code start} to {@code latestStart}. */
    record QuoteRequest(
            @Nullable String pool,
            @Nullable String start,
            @Nullable Integer hours,
            @Nullable String latestStart,
            @Nullable Long lots,
            @Nullable Boolean allOrNone,
            @Nullable String limitPricePerGpuHour) {}

    /**
     * What an order would get now.
     *
     * @param fillableLots of the lots asked for, what the book has for them; while a call runs, nothing trades yet
     * @param fillsAtOnce whether all of them would trade now
     * @param averagePricePerGpuHour of the fillable lots, rounded to four decimals
     * @param totalUsd of the fillable lots, exact, before the fee
     * @param limitPricePerGpuHour the limit asked about, else the least one that gets the fillable lots
     * @param heldUsd what entering {@code order} would set aside
     * @param whatWouldFill absent if all lots fill, or nothing trades now
     * @param order ready to POST to /v1/orders; absent if nothing is on offer and no limit was given
     */
    record QuoteBody(
            String pool,
            String symbol,
            String start,
            @Nullable String startsAt,
            int hours,
            long lots,
            boolean allOrNone,
            long fillableLots,
            boolean fillsAtOnce,
            @Nullable String averagePricePerGpuHour,
            @Nullable String averagePricePerLotHour,
            String totalUsd,
            String feeUsd,
            @Nullable String limitPricePerGpuHour,
            @Nullable String limitPricePerLotHour,
            String heldUsd,
            @Nullable WhyNotBody whyNotAll,
            @Nullable WhatWouldFillBody whatWouldFill,
            List<Alternative> alternatives,
            @Nullable OrderEntry order) {

        static QuoteBody of(Quote quote) {
            Asked asked = quote.asked();
            QuoteView view = quote.view();
            PoolId pool = asked.pool();
            long lotHours = view.fillableLots() * view.window().hours();
            return new QuoteBody(
                    pool.toString(),
                    new Symbol.Firm(pool, view.window()).toString(),
                    Hours.format(view.window().start()),
                    Amounts.instant(Hours.startMillis(view.window().start())),
                    view.window().hours(),
                    view.lots(),
                    asked.allOrNone(),
                    view.fillableLots(),
                    quote.fillsAtOnce(),
                    Amounts.average(view.cost(), lotHours * pool.gpusPerLot()),
                    Amounts.average(view.cost(), lotHours),
                    Money.format(view.cost()),
                    Money.format(view.fee()),
                    Amounts.perGpuHour(quote.limit()),
                    Amounts.perLotHour(quote.limit(), pool),
                    Money.format(view.hold()),
                    quote.whyNot().map(WhyNotBody::of).orElse(null),
                    quote.wouldFill().orElse(null),
                    quote.alternatives(),
                    quote.limit() == 0 ? null : asked.order(quote.limit()));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.VIEW)
    public QuoteBody quote(@Nullable QuoteRequest body, @Context SecurityContext security) {
        Asked asked = parse(
                Json.required(body, QuoteRequest.class), Caller.of(security).number());
        PoolView pool = market.know(asked.pool(), new Query.PoolStatus(), PoolView.class);
        refuseUntradable(asked, pool);
        long latest = Math.min(
                asked.latestStart(), pool.listedUntil() - asked.window().hours());
        return QuoteBody.of(desk.quote(asked.until(latest), pool));
    }

    private Asked parse(QuoteRequest request, long account) {
        PoolId pool = market.pool(Fields.required(request.pool(), "pool", "a pool such as B200X8.PRN1"), "pool");
        long now = market.now();
        long start = Fields.hour(
                Fields.required(request.start(), "start", "the first hour, such as 2026112105 or +3h"), "start", now);
        int hours = Fields.required(request.hours(), "hours", "how many hours, 1 to " + DeliveryWindow.MAX_HOURS);
        long latest = request.latestStart() == null ? start : Fields.hour(request.latestStart(), "latestStart", now);
        if (latest < start || latest - start > MAX_SPREAD) {
            throw Fields.invalid(
                    "latestStart",
                    "it is " + (latest < start ? "before the start" : "more than " + MAX_SPREAD + " hours after it"),
                    "send an hour from " + Hours.format(start) + " to " + Hours.format(start + MAX_SPREAD));
        }
        long lots = Fields.required(request.lots(), "lots", "how many lots, a whole number");
        Fields.count(lots, "lots", 1, MAX_LOTS);
        return new Asked(
                account,
                pool,
                Fields.window(start, hours, "hours"),
                latest,
                lots,
                request.allOrNone() != null && request.allOrNone(),
                request.limitPricePerGpuHour() == null
                        ? 0
                        : Fields.price(request.limitPricePerGpuHour(), "limitPricePerGpuHour"));
    }

    /** The book answers about any hour; what an order would be refused for is said here with the same code. */
    private static void refuseUntradable(Asked asked, PoolView pool) {
        DeliveryWindow window = asked.window();
        if (pool.phase() == Phase.CLOSED) {
            throw refusal(Refusal.MARKET_CLOSED, "pool", asked.pool() + " is not open", "wait until it is opened");
        }
        if (window.start() < pool.firstOpenHour()) {
            throw refusal(
                    Refusal.WINDOW_IN_THE_PAST,
                    "start",
                    "the gate of hour " + Hours.format(window.start()) + " has closed",
                    "start at " + Hours.format(pool.firstOpenHour()) + " or later");
        }
        if (window.end() > pool.listedUntil()) {
            throw refusal(
                    Refusal.WINDOW_NOT_LISTED,
                    "hours",
                    "the window ends at " + Hours.format(window.end()) + ", hours are listed until "
                            + Hours.format(pool.listedUntil()),
                    "end at " + Hours.format(pool.listedUntil()) + " or earlier");
        }
        long low = pool.sheet().bandLow();
        long high = pool.sheet().bandHigh();
        if (asked.limit() != 0 && (asked.limit() < low || asked.limit() > high)) {
            throw refusal(
                    Refusal.PRICE_OUTSIDE_BAND,
                    "limitPricePerGpuHour",
                    Price.format(asked.limit()) + " lies outside the static band",
                    "between " + Price.format(low) + " and " + Price.format(high));
        }
    }

    private static ProblemException refusal(Refusal reason, String field, String problem, String remedy) {
        return Problem.of(new Refused(reason, field, problem, remedy)).asException();
    }
}
