package io.tidemark.connectors.rest;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A firm order as it is posted, and as a quote hands it out ready to post. The window is a {@code symbol}, or a {@code
 * pool}, {@code start} and {@code hours}.
 *
 * @param expiresAt when a GTD order ends: an instant, or {@code +2h} from now
 * @param sshPublicKey how to get into the nodes; becomes the account's before the order is entered, as {@code cloudInit}
 *     does
 */
record OrderEntry(
        @Nullable String symbol,
        @Nullable String pool,
        @Nullable String start,
        @Nullable Integer hours,
        @Nullable String side,
        @Nullable Long lots,
        @Nullable String type,
        @Nullable String limitPricePerGpuHour,
        @Nullable String timeInForce,
        @Nullable String expiresAt,
        @Nullable Boolean allOrNone,
        @Nullable Boolean postOnly,
        @Nullable String selfMatch,
        @Nullable String clientOrderId,
        @Nullable String sshPublicKey,
        @Nullable String cloudInit) {

    /** An order that asks for what a quote found. */
    static OrderEntry ready(PoolId pool, DeliveryWindow window, long lots, long limit, boolean allOrNone) {
        return new OrderEntry(
                new Symbol.Firm(pool, window).toString(),
                null,
                null,
                null,
                Side.BUY.name(),
                lots,
                null,
                Price.format(limit),
                TimeInForce.GTC.name(),
                null,
                allOrNone,
                null,
                null,
                null,
                null,
                null);
    }

    /** What the engine is to be told, and the pool that is to be told it. */
    record Parsed(PoolId pool, SubmitOrder command) {}

    Parsed parse(long account, Market market) {
        Symbol.Firm firm = contract(market);
        Side wanted = Fields.constant(Side.class, Fields.required(side, "side", "BUY or SELL"), "side");
        long count = Fields.required(lots, "lots", "how many lots, a whole number");
        OrderTerms terms = OrderTerms.read(this, market.now());
        SubmitOrder command = new SubmitOrder(
                account,
                Fields.clientOrderId(clientOrderId),
                wanted,
                firm.window(),
                count,
                terms.limit(),
                terms.timeInForce(),
                allOrNone != null && allOrNone,
                terms.expiresAt(),
                terms.postOnly(),
                terms.selfMatch());
        return new Parsed(firm.pool(), command);
    }

    private Symbol.Firm contract(Market market) {
        if (symbol == null) {
            PoolId where =
                    market.pool(Fields.required(pool, "pool", "a symbol, or a pool with start and hours"), "pool");
            long first = Fields.hour(
                    Fields.required(start, "start", "the first hour, such as 2026112105 or +3h"),
                    "start",
                    market.now());
            int count = Fields.required(hours, "hours", "how many hours, 1 to " + DeliveryWindow.MAX_HOURS);
            return new Symbol.Firm(where, Fields.window(first, count, "hours"));
        }
        if (pool != null || start != null || hours != null) {
            throw Fields.invalid(
                    "symbol",
                    "the window is given twice, by symbol and by pool, start or hours",
                    "send either the symbol alone, or pool, start and hours without it");
        }
        String text = symbol;
        Symbol read = Fields.contract("symbol", () -> Symbol.parse(text));
        if (!(read instanceof Symbol.Firm firm)) {
            throw Fields.invalid("symbol", "'" + text + "' is a spot lease", "POST it to /v1/spot-bids");
        }
        if (!firm.toString().equals(text)) {
            // 08H reads as 8H: one contract has one name, or clients compare two.
            throw Fields.invalid(
                    "symbol",
                    "'" + Fields.shown(text) + "' is not as symbols are written",
                    "did you mean '" + firm + "'?");
        }
        market.pool(firm.pool().toString(), "symbol");
        return firm;
    }

    /**
     * What the order that stands under this client order id has otherwise than this one asks.
     *
     * @param standing the order that was entered first
     */
    Optional<String> difference(OrderView standing, SubmitOrder asked) {
        if (standing.side() != asked.side()) {
            return Optional.of("side");
        } else if (standing.lots() != asked.lots()) {
            return Optional.of("lots");
        } else if (standing.atMarket() != asked.isAtMarket()) {
            return Optional.of("type");
        } else if (!asked.isAtMarket() && standing.limit() != asked.limit()) {
            return Optional.of("limitPricePerGpuHour");
        } else if (standing.timeInForce() != asked.timeInForce()) {
            return Optional.of("timeInForce");
        } else if (standing.allOrNone() != (asked.allOrNone() || asked.timeInForce() == TimeInForce.FOK)) {
            return Optional.of("allOrNone");
        } else if (standing.postOnly() != asked.postOnly()) {
            return Optional.of("postOnly");
        } else if (standing.selfMatch() != asked.selfMatch()) {
            return Optional.of("selfMatch");
        } else if (standing.expiresAt() != asked.expiresAt() && !Fields.isLater(expiresAt)) {
            return Optional.of("expiresAt");
        }
        DeliveryWindow window = standing.window().orElseThrow();
        if (window.hours() != asked.window().hours()) {
            return Optional.of(symbol == null ? "hours" : "symbol");
        }
        // +3h says another hour when it is repeated later, and the repetition is still meant as one.
        if (window.start() != asked.window().start() && !Fields.isRelative(start)) {
            return Optional.of(symbol == null ? "start" : "symbol");
        }
        return Optional.empty();
    }
}
