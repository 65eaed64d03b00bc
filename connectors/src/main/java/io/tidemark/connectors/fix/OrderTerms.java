package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quickfix.Message;
import quickfix.field.ExecInst;
import quickfix.field.ExpireTime;
import quickfix.field.OrdType;

/**
 * The terms of an order beside its window, its lots and its limit.
 *
 * @param whole all-or-none, or the gang of a spot bid
 * @param atMarket whether it has no limit of its own
 * @param expiresAt when a GTD order ends, epoch milliseconds; 0 for any other
 */
record OrderTerms(
        TimeInForce timeInForce,
        boolean whole,
        boolean atMarket,
        long expiresAt,
        boolean postOnly,
        SelfMatch selfMatch) {
    static final String MARKET = "1";
    static final String LIMIT = "2";
    static final String ALL_OR_NONE = "G";
    static final String POST_ONLY = "6";

    /** Of an order that is all-or-none, or of a spot bid, and nothing else. */
    static OrderTerms plain(TimeInForce timeInForce, boolean whole) {
        return new OrderTerms(timeInForce, whole, false, 0, false, SelfMatch.CANCEL_RESTING);
    }

    static OrderTerms of(OrderView order) {
        return new OrderTerms(
                order.timeInForce(),
                order.allOrNone(),
                order.atMarket(),
                order.expiresAt(),
                order.postOnly(),
                order.selfMatch());
    }

    /** The terms with which a command entered an order; empty if it entered none. */
    static Optional<OrderTerms> of(Command command) {
        if (command instanceof Command.FundAndSubmit funded) {
            return of(funded.order());
        } else if (command instanceof Command.SubmitOrder order) {
            return Optional.of(new OrderTerms(
                    order.timeInForce(),
                    order.allOrNone() || order.timeInForce() == TimeInForce.FOK,
                    order.isAtMarket(),
                    order.expiresAt(),
                    order.postOnly(),
                    order.selfMatch()));
        }
        return Optional.empty();
    }

    /** ExecInst, tag 18; empty for none. */
    String instructions() {
        List<String> all = new ArrayList<>();
        if (whole) {
            all.add(ALL_OR_NONE);
        }
        if (postOnly) {
            all.add(POST_ONLY);
        }
        return String.join(" ", all);
    }

    /** Writes them into a report. */
    void writeTo(Message report) {
        report.setString(OrdType.FIELD, atMarket ? MARKET : LIMIT);
        report.setString(
                quickfix.field.TimeInForce.FIELD,
                switch (timeInForce) {
                    case GTC -> "1";
                    case IOC -> "3";
                    case FOK -> "4";
                    case GTD -> "6";
                });
        if (expiresAt != 0) {
            report.setString(ExpireTime.FIELD, Reports.time(expiresAt));
        }
        if (!instructions().isEmpty()) {
            report.setString(ExecInst.FIELD, instructions());
        }
        if (selfMatch != SelfMatch.CANCEL_RESTING) {
            report.setString(Tag.SELF_MATCH, selfMatch.name());
        }
    }
}
