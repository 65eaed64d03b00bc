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
import quickfix.field.OrderQty;
import quickfix.field.Price;

/**
 * An order as a firm asks for it: a firm hour, a block of hours, or a spot bid.
 *
 * @param limit in ticks, or {@link Command.SubmitOrder#AT_MARKET}; the maximum of a spot bid
 */
record OrderForm(SessionOrderId id, Symbol symbol, Side side, long lots, long limit, OrderTerms terms) {

    /**
     * Reads a NewOrderSingle.
     *
     * @throws RejectedException or {@link BusinessRejectedException} if it cannot be passed on
     */
    static OrderForm read(Form form, String compId, List<PoolId> pools) {
        SessionOrderId id = SessionOrderId.of(compId, form.text(ClOrdID.FIELD, "ClOrdID"));
        Symbol symbol = symbol(form, pools);
        Side side = side(form);
        OrderTerms terms = TermsForm.read(form);
        long lots = form.lots(OrderQty.FIELD);
        long limit = terms.atMarket() ? Command.SubmitOrder.AT_MARKET : form.ticks(Price.FIELD);
        if (symbol instanceof Symbol.Spot
                && (side == Side.SELL || !terms.equals(OrderTerms.plain(TimeInForce.GTC, terms.whole())))) {
            throw unsupported(
                    "a spot bid is a buy with a limit that stands until it is cancelled",
                    "send Side (54) 1, OrdType (40) 2, TimeInForce (59) 1, and ExecInst (18) G or none");
        }
        if (symbol instanceof Symbol.Firm firm
                && side == Side.SELL
                && firm.window().hours() > 1) {
            throw new RejectedException(
                    RejectReason.SELL_BY_THE_HOUR,
                    "a sell of " + firm.window().hours() + " hours",
                    "send one order for each hour: sellers are divisible by the hour in any case");
        }
        return new OrderForm(id, symbol, side, lots, limit, terms);
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

    private static RejectedException unsupported(String problem, String remedy) {
        return new RejectedException(RejectReason.NOT_SUPPORTED, problem, remedy);
    }

    Command command(long account) {
        return symbol instanceof Symbol.Firm firm
                ? new Command.SubmitOrder(
                        account,
                        id.toString(),
                        side,
                        firm.window(),
                        lots,
                        limit,
                        terms.timeInForce(),
                        terms.whole(),
                        terms.expiresAt(),
                        terms.postOnly(),
                        terms.selfMatch())
                : new Command.SubmitSpotBid(account, id.toString(), lots, limit, terms.whole());
    }

    /** Whether an order that stands under this ClOrdID is the one that is asked for. */
    boolean isSameAs(PoolId pool, OrderView standing) {
        boolean wholeThen = terms.whole() || terms.timeInForce() == TimeInForce.FOK;
        OrderTerms then = new OrderTerms(
                terms.timeInForce(),
                wholeThen,
                terms.atMarket(),
                terms.expiresAt(),
                terms.postOnly(),
                terms.selfMatch());
        return pool.equals(symbol.pool())
                && standing.window().equals(Reports.windowOf(symbol))
                && standing.side() == side
                && standing.lots() == lots
                && (terms.atMarket() || standing.limit() == limit)
                && OrderTerms.of(standing).equals(then);
    }
}
