package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.List;
import quickfix.field.ClOrdID;
import quickfix.field.ExecInst;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.Price;

/**
 * An order as a firm asks for it: a firm hour, a block of hours, or a spot bid.
 *
 * @param limit in ticks; the maximum of a spot bid
 * @param whole all-or-none, or the gang of a spot bid
 */
record OrderForm(
        SessionOrderId id, Symbol symbol, Side side, long lots, long limit, TimeInForce timeInForce, boolean whole) {
    private static final String LIMIT_ORDER = "2";
    private static final String ALL_OR_NONE = "G";

    /**
     * Reads a NewOrderSingle.
     *
     * @throws RejectedException or {@link BusinessRejectedException} if it cannot be passed on
     */
    static OrderForm read(Form form, String compId, List<PoolId> pools) {
        SessionOrderId id = SessionOrderId.of(compId, form.text(ClOrdID.FIELD, "ClOrdID"));
        Symbol symbol = symbol(form, pools);
        Side side = side(form);
        if (!form.text(OrdType.FIELD, "OrdType").equals(LIMIT_ORDER)) {
            throw unsupported("only limit orders are taken", "send OrdType (40) 2 with a Price (44)");
        }
        TimeInForce timeInForce = timeInForce(form);
        boolean whole = isWhole(form);
        long lots = form.lots(OrderQty.FIELD);
        long limit = form.ticks(Price.FIELD);
        if (symbol instanceof Symbol.Spot && (side == Side.SELL || timeInForce != TimeInForce.GTC)) {
            throw unsupported(
                    "a spot bid is a buy that stands until it is cancelled", "send Side (54) 1 and TimeInForce (59) 1");
        }
        if (symbol instanceof Symbol.Firm firm
                && side == Side.SELL
                && firm.window().hours() > 1) {
            throw new RejectedException(
                    RejectReason.SELL_BY_THE_HOUR,
                    "a sell of " + firm.window().hours() + " hours",
                    "send one order for each hour: sellers are divisible by the hour in any case");
        }
        return new OrderForm(id, symbol, side, lots, limit, timeInForce, whole);
    }

    /** What {@code 55} names; a pool that is not traded here is no symbol either. */
    static Symbol symbol(Form form, List<PoolId> pools) {
        String text = form.text(quickfix.field.Symbol.FIELD, "Symbol");
        try {
            Symbol symbol = Symbol.parse(text);
            if (pools.contains(symbol.pool()) && symbol.toString().equals(text)) {
                return symbol;
            }
        } catch (MalformedContractException noSymbol) {
            throw new RejectedException(
                    RejectReason.UNKNOWN_SYMBOL, Form.shown(noSymbol.getMessage()), "send " + noSymbol.expected());
        }
        throw new RejectedException(
                RejectReason.UNKNOWN_SYMBOL,
                "'" + Form.shown(text) + "' is not traded here",
                "ask for the symbols with a SecurityListRequest (x)");
    }

    static Side side(Form form) {
        String text = form.text(quickfix.field.Side.FIELD, "Side");
        return switch (text) {
            case "1" -> Side.BUY;
            case "2" -> Side.SELL;
            default -> throw unsupported("'" + Form.shown(text) + "' is no side here", "send Side (54) 1 or 2");
        };
    }

    private static TimeInForce timeInForce(Form form) {
        String text = form.find(quickfix.field.TimeInForce.FIELD).orElse("1");
        return switch (text) {
            case "1" -> TimeInForce.GTC;
            case "3" -> TimeInForce.IOC;
            case "4" -> TimeInForce.FOK;
            default ->
                throw unsupported(
                        "TimeInForce " + Form.shown(text) + " is not known here",
                        "send TimeInForce (59) 1 (until the gate), 3 or 4");
        };
    }

    private static boolean isWhole(Form form) {
        String text = form.find(ExecInst.FIELD).orElse("");
        if (!text.isEmpty() && !text.equals(ALL_OR_NONE)) {
            throw unsupported("ExecInst '" + Form.shown(text) + "' is not known here", "send ExecInst (18) G, or none");
        }
        return !text.isEmpty();
    }

    private static RejectedException unsupported(String problem, String remedy) {
        return new RejectedException(RejectReason.NOT_SUPPORTED, problem, remedy);
    }

    Command command(long account) {
        return symbol instanceof Symbol.Firm firm
                ? new Command.SubmitOrder(account, id.toString(), side, firm.window(), lots, limit, timeInForce, whole)
                : new Command.SubmitSpotBid(account, id.toString(), lots, limit, whole);
    }

    /** Whether an order that stands under this ClOrdID is the one that is asked for. */
    boolean isSameAs(PoolId pool, OrderView standing) {
        boolean wholeThen = whole || timeInForce == TimeInForce.FOK;
        return pool.equals(symbol.pool())
                && standing.window().equals(Reports.windowOf(symbol))
                && standing.side() == side
                && standing.lots() == lots
                && standing.limit() == limit
                && (symbol instanceof Symbol.Spot || standing.timeInForce() == timeInForce)
                && standing.allOrNone() == wholeThen;
    }
}
