package io.tidemark.connectors.rest;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply.Refused;
import org.jspecify.annotations.Nullable;

/**
 * At which price an order trades, how long it stands, and what it does not do.
 *
 * @param limit in ticks, or {@link SubmitOrder#AT_MARKET}
 * @param expiresAt epoch milliseconds, 0 if it does not end by itself before the gate
 */
record OrderTerms(long limit, TimeInForce timeInForce, long expiresAt, boolean postOnly, SelfMatch selfMatch) {

    static OrderTerms read(OrderEntry entry, long now) {
        OrderType type =
                entry.type() == null ? OrderType.LIMIT : Fields.constant(OrderType.class, entry.type(), "type");
        TimeInForce timeInForce = timeInForce(entry, type);
        return new OrderTerms(
                limit(type, entry.limitPricePerGpuHour()),
                timeInForce,
                expiresAt(timeInForce, entry.expiresAt(), now),
                entry.postOnly() != null && entry.postOnly(),
                entry.selfMatch() == null
                        ? SelfMatch.CANCEL_RESTING
                        : Fields.constant(SelfMatch.class, entry.selfMatch(), "selfMatch"));
    }

    private static TimeInForce timeInForce(OrderEntry entry, OrderType type) {
        if (entry.timeInForce() != null) {
            TimeInForce asked = Fields.constant(TimeInForce.class, entry.timeInForce(), "timeInForce");
            if (type == OrderType.MARKET && asked != TimeInForce.IOC) {
                throw contradiction(
                        "timeInForce",
                        "a market order takes what is there at once, and " + asked + " is something else",
                        "leave timeInForce out, or give a limit");
            }
            return asked;
        } else if (type == OrderType.MARKET) {
            return TimeInForce.IOC;
        }
        return entry.expiresAt() == null ? TimeInForce.GTC : TimeInForce.GTD;
    }

    private static long limit(OrderType type, @Nullable String text) {
        if (type == OrderType.MARKET) {
            if (text != null) {
                throw contradiction(
                        "limitPricePerGpuHour",
                        "a market order has no limit",
                        "leave limitPricePerGpuHour out, or send type LIMIT");
            }
            return SubmitOrder.AT_MARKET;
        }
        return Fields.price(
                Fields.required(
                        text,
                        "limitPricePerGpuHour",
                        "the limit in USD per GPU-hour, such as \"2.05\", or type MARKET"),
                "limitPricePerGpuHour");
    }

    private static long expiresAt(TimeInForce timeInForce, @Nullable String text, long now) {
        if (timeInForce == TimeInForce.GTD) {
            return Fields.instant(
                    Fields.required(text, "expiresAt", "when the order ends, such as 2026-11-21T05:30:00Z or +2h"),
                    "expiresAt",
                    now);
        } else if (text != null) {
            throw contradiction(
                    "expiresAt",
                    timeInForce + " does not end at an instant of its own",
                    "send timeInForce GTD, or leave expiresAt out");
        }
        return 0;
    }

    private static ProblemException contradiction(String field, String problem, String remedy) {
        return Problem.of(new Refused(Refusal.TERMS_CONTRADICT, field, problem, remedy))
                .asException();
    }
}
