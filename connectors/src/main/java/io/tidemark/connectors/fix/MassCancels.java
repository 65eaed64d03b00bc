package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Command.MassCancel;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import java.util.Optional;
import quickfix.field.ClOrdID;
import quickfix.field.MassCancelRequestType;

/**
 * Takes back many orders of the account at once: those whose window touches that of a symbol, or all. Each end is told from
 * the log, like any other; the answer here says only how many they are.
 */
final class MassCancels {
    static final String BY_SYMBOL = "1";
    static final String ALL = "7";

    private final Desk desk;
    private final Answers answers;

    MassCancels(Desk desk, Answers answers) {
        this.desk = desk;
        this.answers = answers;
    }

    void take(Form form) {
        form.text(ClOrdID.FIELD, "ClOrdID");
        try {
            answers.massCancelled(form, cancel(form));
        } catch (RejectedException rejected) {
            answers.massCancelRejected(form, rejected.reason(), rejected.text());
        }
    }

    private long cancel(Form form) {
        Optional<Side> side = form.find(quickfix.field.Side.FIELD).map(text -> OrderForm.side(form));
        String kind = form.text(MassCancelRequestType.FIELD, "MassCancelRequestType");
        return switch (kind) {
            case BY_SYMBOL -> bySymbol(form, side);
            case ALL -> all(form, side);
            default ->
                throw new RejectedException(
                        RejectReason.NOT_SUPPORTED,
                        "MassCancelRequestType " + Form.shown(kind) + " is not known here",
                        "send MassCancelRequestType (530) 1 with a Symbol (55), or 7 for all");
        };
    }

    private long bySymbol(Form form, Optional<Side> side) {
        if (form.find(Tag.SPOT_TOO).isPresent()) {
            throw new RejectedException(
                    RejectReason.TERMS_CONTRADICT,
                    "a spot bid has no hours to choose it by",
                    "leave " + Tag.SPOT_TOO + " out, or send 530=7");
        }
        if (OrderForm.symbol(form, desk.pools()) instanceof Symbol.Firm firm) {
            return cancel(List.of(firm.pool()), side, Optional.of(firm.window()), false);
        }
        throw new RejectedException(
                RejectReason.NOT_SUPPORTED,
                "a spot bid is not cancelled by its symbol",
                "cancel it with an OrderCancelRequest (F), or everything with 530=7 and " + Tag.SPOT_TOO + "=Y");
    }

    private long all(Form form, Optional<Side> side) {
        boolean spot = form.find(Tag.SPOT_TOO).orElse("N").equals("Y");
        if (spot && side.isPresent()) {
            throw new RejectedException(
                    RejectReason.TERMS_CONTRADICT,
                    "spot bids have only one side",
                    "leave " + Tag.SPOT_TOO + " out, or Side (54)");
        }
        return cancel(desk.pools(), side, Optional.empty(), spot);
    }

    private long cancel(List<PoolId> pools, Optional<Side> side, Optional<DeliveryWindow> hours, boolean spot) {
        long ended = 0;
        for (PoolId pool : pools) {
            Reply reply = desk.submit(pool, new MassCancel(desk.account(), side, hours, spot));
            if (reply instanceof Reply.Cancelled cancelled) {
                ended += cancelled.orders();
            } else if (reply instanceof Refused refused && refused.reason() != Refusal.UNKNOWN_ACCOUNT) {
                throw new RejectedException(RejectReason.of(refused.reason()), refused.problem(), refused.remedy());
            }
        }
        return ended;
    }
}
