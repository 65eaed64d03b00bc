package io.tidemark.connectors.fix;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import quickfix.Message;
import quickfix.field.AvgPx;
import quickfix.field.BusinessRejectReason;
import quickfix.field.BusinessRejectRefID;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LeavesQty;
import quickfix.field.MassActionReportID;
import quickfix.field.MassCancelRejectReason;
import quickfix.field.MassCancelRequestType;
import quickfix.field.MassCancelResponse;
import quickfix.field.MsgSeqNum;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrigClOrdID;
import quickfix.field.RefMsgType;
import quickfix.field.RefSeqNum;
import quickfix.field.Text;
import quickfix.field.TotalAffectedOrders;
import quickfix.fix50sp2.BusinessMessageReject;
import quickfix.fix50sp2.ExecutionReport;
import quickfix.fix50sp2.OrderCancelReject;
import quickfix.fix50sp2.OrderMassCancelReport;

/**
 * What is answered to a message at once, and is not in the journal: rejections and states. They are made once; a firm that
 * misses one asks again.
 */
final class Answers {
    static final char TO_CANCEL = '1';
    static final char TO_REPLACE = '2';
    private static final String NONE = "NONE";
    private static final String REQUEST_REJECTED = "0";
    private static final int DECIMAL = 36;

    /** No two runs of the program give the same id. */
    private final String run = Long.toString(System.currentTimeMillis(), DECIMAL);

    private final AtomicLong rejections = new AtomicLong();
    private final Consumer<Message> out;

    Answers(Consumer<Message> out) {
        this.out = out;
    }

    void send(Message message) {
        out.accept(message);
    }

    /** How an order stands, under the ClOrdID that it has now. */
    void status(Desk.Found found) {
        send(Reports.status(
                found.pool(),
                found.order(),
                SessionOrderId.clOrdId(found.order().clientOrderId()),
                found.at()));
    }

    void orderRejected(Form form, RejectReason reason, String text) {
        Message report = rejected(form, reason, text);
        report.setString(ExecID.FIELD, "REJ-" + run + "-" + rejections.incrementAndGet());
        report.setString(ExecType.FIELD, Reports.REJECTED);
        send(report);
    }

    /** There is no such order: FIX says this with a report of a rejected order, too. */
    void statusUnknown(Form form, RejectReason reason, String text) {
        Message report = rejected(form, reason, text);
        report.setString(ExecID.FIELD, "0");
        report.setString(ExecType.FIELD, Reports.STATUS);
        send(report);
    }

    private static Message rejected(Form form, RejectReason reason, String text) {
        Message report = new ExecutionReport();
        report.setString(OrderID.FIELD, NONE);
        for (int tag : new int[] {
            ClOrdID.FIELD,
            quickfix.field.Symbol.FIELD,
            quickfix.field.Side.FIELD,
            38,
            40,
            44,
            59,
            126,
            18,
            Tag.SELF_MATCH
        }) {
            form.find(tag).ifPresent(value -> report.setString(tag, value));
        }
        report.setString(OrdStatus.FIELD, Reports.REJECTED);
        report.setString(LeavesQty.FIELD, "0");
        report.setString(CumQty.FIELD, "0");
        report.setString(AvgPx.FIELD, "0.00");
        report.setInt(OrdRejReason.FIELD, reason.orderCode());
        report.setString(Tag.REJECT_CODE, reason.name());
        report.setString(Text.FIELD, text);
        return report;
    }

    void changeRejected(Form form, char kind, Optional<Desk.Found> found, RejectReason reason, String text) {
        Message reject = new OrderCancelReject();
        reject.setString(
                OrderID.FIELD,
                found.map(order -> order.pool() + "-" + order.order().orderId()).orElse(NONE));
        for (int tag : new int[] {ClOrdID.FIELD, OrigClOrdID.FIELD}) {
            form.find(tag).ifPresent(value -> reject.setString(tag, value));
        }
        reject.setString(
                OrdStatus.FIELD,
                found.map(order -> Reports.statusOf(order.order())).orElse(Reports.REJECTED));
        reject.setChar(CxlRejResponseTo.FIELD, kind);
        reject.setInt(CxlRejReason.FIELD, reason.cancelCode());
        reject.setString(Tag.REJECT_CODE, reason.name());
        reject.setString(Text.FIELD, text);
        send(reject);
    }

    void massCancelled(Form form, long ended) {
        Message report = massCancelReport(form);
        report.setString(MassCancelResponse.FIELD, form.text(MassCancelRequestType.FIELD, "MassCancelRequestType"));
        report.setString(TotalAffectedOrders.FIELD, Long.toString(ended));
        send(report);
    }

    void massCancelRejected(Form form, RejectReason reason, String text) {
        Message report = massCancelReport(form);
        report.setString(MassCancelResponse.FIELD, REQUEST_REJECTED);
        report.setInt(MassCancelRejectReason.FIELD, reason.massCancelCode());
        report.setString(Tag.REJECT_CODE, reason.name());
        report.setString(Text.FIELD, text);
        send(report);
    }

    private Message massCancelReport(Form form) {
        Message report = new OrderMassCancelReport();
        report.setString(OrderID.FIELD, NONE);
        for (int tag : new int[] {
            ClOrdID.FIELD,
            MassCancelRequestType.FIELD,
            quickfix.field.Symbol.FIELD,
            quickfix.field.Side.FIELD,
            Tag.SPOT_TOO
        }) {
            form.find(tag).ifPresent(value -> report.setString(tag, value));
        }
        report.setString(MassActionReportID.FIELD, "MASS-" + run + "-" + rejections.incrementAndGet());
        return report;
    }

    void business(Message about, BusinessReason reason, String text) {
        Message reject = new BusinessMessageReject();
        about.getHeader()
                .getOptionalString(MsgSeqNum.FIELD)
                .ifPresent(value -> reject.setString(RefSeqNum.FIELD, value));
        about.getHeader().getOptionalString(35).ifPresent(value -> reject.setString(RefMsgType.FIELD, value));
        about.getOptionalString(ClOrdID.FIELD).ifPresent(value -> reject.setString(BusinessRejectRefID.FIELD, value));
        reject.setInt(BusinessRejectReason.FIELD, reason.code());
        reject.setString(Tag.REJECT_CODE, reason.name());
        reject.setString(Text.FIELD, text);
        send(reject);
    }
}
