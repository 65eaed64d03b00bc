package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import java.util.Optional;
import java.util.Set;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.ExecInst;
import quickfix.field.MsgType;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;

/**
 * The orders of one session, one message after the other. What the market accepts is told from the log; only what it, or
 * this door, refuses is answered here.
 */
final class Intake {
    private final Desk desk;
    private final Requests requests;
    private final Answers answers;
    private final SecurityLists securities;
    private final MassCancels massCancels;

    Intake(Desk desk, Requests requests, Answers answers) {
        this.desk = desk;
        this.requests = requests;
        this.answers = answers;
        this.securities = new SecurityLists(desk, answers);
        this.massCancels = new MassCancels(desk, answers);
    }

    /** Carries out a message; whatever goes wrong is an answer. */
    void take(Message message) {
        Form form = new Form(message);
        try {
            switch (form.type()) {
                case MsgType.ORDER_SINGLE -> enter(form);
                case MsgType.ORDER_CANCEL_REQUEST -> cancel(form);
                case MsgType.ORDER_CANCEL_REPLACE_REQUEST -> replace(form);
                case MsgType.ORDER_MASS_CANCEL_REQUEST -> massCancels.take(form);
                case MsgType.ORDER_STATUS_REQUEST -> status(form);
                case MsgType.SECURITY_LIST_REQUEST -> securities.answer(form);
                default -> throw new IllegalStateException("not let in: " + form.type());
            }
        } catch (BusinessRejectedException rejected) {
            answers.business(message, rejected.reason(), rejected.text());
        }
    }

    private void enter(Form form) {
        try {
            OrderForm order = OrderForm.read(form, desk.compId(), desk.pools());
            Optional<Desk.Found> standing = desk.find(order.id());
            if (standing.isPresent()) {
                repeated(form, order, standing.get());
                return;
            }
            if (desk.submit(order.symbol().pool(), order.command(desk.account())) instanceof Reply.Refused refused) {
                answers.orderRejected(
                        form, RejectReason.of(refused.reason()), refused.problem() + "; " + refused.remedy());
            }
        } catch (RejectedException rejected) {
            answers.orderRejected(form, rejected.reason(), rejected.text());
        }
    }

    /** Sent again, an order is not entered again: the answer is how it stands. */
    private void repeated(Form form, OrderForm order, Desk.Found standing) {
        if (order.isSameAs(standing.pool(), standing.order())) {
            answers.status(standing);
        } else {
            answers.orderRejected(
                    form,
                    RejectReason.DUPLICATE_CLIENT_ORDER_ID,
                    "this ClOrdID stands for an order that asks for something else; nothing was entered; use a new one");
        }
    }

    private void cancel(Form form) {
        Change change = new Change(form, Answers.TO_CANCEL);
        try {
            change.begin();
            Desk.Found found = change.open();
            change.sameSide(found);
            long number = found.order().orderId();
            requests.expect(found.pool(), number, Requests.Cancel.asked(change.clOrdId));
            Reply reply = desk.submit(found.pool(), new Command.Cancel(desk.account(), number));
            if (reply instanceof Reply.Refused refused) {
                requests.take(found.pool(), number);
                change.refuse(refused);
            }
        } catch (RejectedException rejected) {
            answers.changeRejected(form, Answers.TO_CANCEL, change.found, rejected.reason(), rejected.text());
        }
    }

    private void replace(Form form) {
        Change change = new Change(form, Answers.TO_REPLACE);
        try {
            SessionOrderId fresh = change.begin();
            Desk.Found found = change.open();
            change.sameSide(found);
            change.sameTerms(found);
            long lots = form.lots(OrderQty.FIELD);
            long limit = form.ticks(Price.FIELD);
            Optional<Desk.Found> used = desk.find(fresh);
            if (used.isPresent()) {
                change.repeated(used.get(), found, fresh, lots, limit);
                return;
            }
            Reply reply = desk.submit(
                    found.pool(),
                    new Command.Replace(desk.account(), found.order().orderId(), fresh.toString(), lots, limit));
            if (reply instanceof Reply.Refused refused) {
                change.refuse(refused);
            }
        } catch (RejectedException rejected) {
            answers.changeRejected(form, Answers.TO_REPLACE, change.found, rejected.reason(), rejected.text());
        }
    }

    private void status(Form form) {
        String clOrdId = form.text(ClOrdID.FIELD, "ClOrdID");
        try {
            SessionOrderId id = SessionOrderId.of(desk.compId(), clOrdId);
            Desk.Found found = desk.find(id).orElseThrow(Intake::noSuchOrder);
            answers.status(found);
        } catch (RejectedException rejected) {
            answers.statusUnknown(form, rejected.reason(), rejected.text());
        }
    }

    private static RejectedException noSuchOrder() {
        return new RejectedException(
                RejectReason.NO_SUCH_ORDER,
                "this session has entered no such order",
                "ended orders are forgotten after a day; send the ClOrdID that the order has now");
    }

    /** A request about an order that is there already. */
    private final class Change {
        private final Form form;
        private final char kind;
        private String clOrdId = "";
        private Optional<Desk.Found> found = Optional.empty();

        Change(Form form, char kind) {
            this.form = form;
            this.kind = kind;
        }

        SessionOrderId begin() {
            SessionOrderId fresh = SessionOrderId.of(desk.compId(), form.text(ClOrdID.FIELD, "ClOrdID"));
            clOrdId = fresh.clOrdId();
            return fresh;
        }

        Desk.Found open() {
            SessionOrderId original = SessionOrderId.of(desk.compId(), form.text(OrigClOrdID.FIELD, "OrigClOrdID"));
            Desk.Found order = desk.find(original).orElseThrow(Intake::noSuchOrder);
            found = Optional.of(order);
            if (!order.isOpen()) {
                throw new RejectedException(
                        RejectReason.ORDER_ENDED,
                        "the order has ended: " + order.order().status(),
                        "nothing is left to change");
            }
            return order;
        }

        void sameSide(Desk.Found order) {
            if (OrderForm.side(form) != order.order().side()) {
                throw fixed("Side (54)");
            }
            if (form.find(quickfix.field.Symbol.FIELD).isPresent()
                    && !OrderForm.symbol(form, desk.pools()).equals(symbolOf(order))) {
                throw fixed("Symbol (55)");
            }
        }

        void sameTerms(Desk.Found order) {
            if (!form.text(OrdType.FIELD, "OrdType").equals("2")) {
                throw fixed("OrdType (40)");
            }
            Set<String> asked = Set.copyOf(TermsForm.instructions(form));
            Set<String> standing =
                    Set.of(OrderTerms.of(order.order()).instructions().split(" ", -1));
            if (form.find(ExecInst.FIELD).isPresent() && !asked.equals(standing)) {
                throw fixed("ExecInst (18)");
            }
        }

        private RejectedException fixed(String field) {
            return new RejectedException(
                    RejectReason.CANNOT_BE_REPLACED,
                    field + " is not that of the order",
                    "it cannot change: cancel the order and enter another");
        }

        /** A replacement that was sent again is not made again. */
        void repeated(Desk.Found used, Desk.Found order, SessionOrderId fresh, long lots, long limit) {
            boolean same = used.pool().equals(order.pool())
                    && used.order().orderId() == order.order().orderId()
                    && used.order().clientOrderId().equals(fresh.toString())
                    && used.order().lots() == lots
                    && used.order().limit() == limit
                    && !form.find(OrigClOrdID.FIELD).equals(Optional.of(clOrdId));
            if (!same) {
                throw new RejectedException(
                        RejectReason.DUPLICATE_CLIENT_ORDER_ID,
                        "this ClOrdID was used before, for something else",
                        "use a new one; nothing was changed");
            }
            answers.status(used);
        }

        void refuse(Reply.Refused refused) {
            // It was open a moment ago: a request that comes second is late rather than mistaken.
            RejectReason reason = refused.reason() == Refusal.NO_SUCH_ORDER
                    ? RejectReason.ORDER_ENDED
                    : RejectReason.of(refused.reason());
            answers.changeRejected(form, kind, found, reason, refused.problem() + "; " + refused.remedy());
        }
    }

    private static Symbol symbolOf(Desk.Found found) {
        PoolId pool = found.pool();
        return found.order()
                .window()
                .map(window -> (Symbol) new Symbol.Firm(pool, window))
                .orElse(new Symbol.Spot(pool));
    }

    /**
     * Cancels what the session has open. Bids with a running lease stay: whoever computes on the machines should not lose
     * them with a telephone line.
     */
    void cancelAll(int restatement) {
        for (Desk.Found found : desk.open()) {
            long number = found.order().orderId();
            boolean runs = found.order().lease().isPresent();
            if (!runs) {
                requests.expect(found.pool(), number, Requests.Cancel.byTheDoor(restatement));
                if (desk.submit(found.pool(), new Command.Cancel(desk.account(), number)) instanceof Reply.Refused) {
                    requests.take(found.pool(), number);
                }
            }
        }
    }
}
