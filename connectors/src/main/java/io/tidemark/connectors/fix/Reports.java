package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.View.OrderView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import quickfix.Message;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LeavesQty;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.TransactTime;
import quickfix.fix50sp2.ExecutionReport;

/** Renders execution reports: what all of them carry, field by field, as exact decimal text. */
final class Reports {
    static final String NEW = "0";
    static final String PARTIALLY_FILLED = "1";
    static final String FILLED = "2";
    static final String CANCELED = "4";
    static final String REPLACED = "5";
    static final String REJECTED = "8";
    static final String EXPIRED = "C";
    static final String RESTATED = "D";
    static final String TRADE = "F";
    static final String STATUS = "I";

    private static final int AVERAGE_DECIMALS = 6;
    private static final int CENTS = 2;
    private static final int MICRO_DECIMALS = 6;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd-HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Reports() {}

    static String time(long epochMillis) {
        return UTC.format(Instant.ofEpochMilli(epochMillis));
    }

    static Optional<DeliveryWindow> windowOf(Symbol symbol) {
        return symbol instanceof Symbol.Firm firm ? Optional.of(firm.window()) : Optional.empty();
    }

    /** An average price in USD per GPU-hour, rounded to six decimals; whole cents keep two. */
    static String average(PoolId pool, long microDollars, long lotHours) {
        if (lotHours == 0) {
            return "0.00";
        }
        BigDecimal average = BigDecimal.valueOf(microDollars, MICRO_DECIMALS)
                .divide(
                        BigDecimal.valueOf(Math.multiplyExact(lotHours, (long) pool.gpusPerLot())),
                        AVERAGE_DECIMALS,
                        RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return (average.scale() < CENTS ? average.setScale(CENTS) : average).toPlainString();
    }

    static Message of(TrackedOrder order, ExecId id, long at, String execType, String ordStatus) {
        Message report = new ExecutionReport();
        report.setString(OrderID.FIELD, order.orderId());
        report.setString(ClOrdID.FIELD, order.id().clOrdId());
        report.setString(ExecID.FIELD, id.toString());
        report.setString(ExecType.FIELD, execType);
        report.setString(OrdStatus.FIELD, ordStatus);
        terms(report, order.symbol, order.side, order.lots(), order.limit(), order.terms);
        report.setString(LeavesQty.FIELD, Long.toString(order.leavesLots()));
        report.setString(CumQty.FIELD, Long.toString(order.filledLots()));
        report.setString(AvgPx.FIELD, average(order.pool, order.value(), order.filledLots() * order.hours()));
        report.setString(TransactTime.FIELD, time(at));
        return report;
    }

    /** The status of an order while it is open, after what it has got. */
    static String openStatus(TrackedOrder order) {
        if (order.filledLots() == 0) {
            return NEW;
        }
        return order.filledLots() == order.lots() ? FILLED : PARTIALLY_FILLED;
    }

    /** How an order stands, as the market says it; nothing happened, so there is no ExecID. */
    static Message status(PoolId pool, OrderView view, String clOrdId, long at) {
        Symbol symbol = view.window()
                .map(window -> (Symbol) new Symbol.Firm(pool, window))
                .orElse(new Symbol.Spot(pool));
        boolean spot = view.window().isEmpty();
        boolean open = view.status().equals("OPEN");
        long filled = spot ? 0 : view.filledLots();
        int hours = view.window().map(DeliveryWindow::hours).orElse(1);
        Message report = new ExecutionReport();
        report.setString(OrderID.FIELD, pool + "-" + view.orderId());
        report.setString(ClOrdID.FIELD, clOrdId);
        report.setString(ExecID.FIELD, "0");
        report.setString(ExecType.FIELD, STATUS);
        report.setString(OrdStatus.FIELD, statusOf(view));
        terms(report, symbol, view.side(), view.lots(), view.limit(), OrderTerms.of(view));
        report.setString(LeavesQty.FIELD, Long.toString(open ? Math.max(0, view.lots() - filled) : 0));
        report.setString(CumQty.FIELD, Long.toString(filled));
        report.setString(AvgPx.FIELD, average(pool, spot ? 0 : view.value(), filled * hours));
        report.setString(TransactTime.FIELD, time(at));
        view.lease().ifPresent(lease -> {
            report.setString(Tag.LEASE_EVENT, "RUNS");
            report.setString(Tag.LEASE_LOTS, Long.toString(lease.lots()));
            report.setString(Tag.LEASE_PRICE, Price.format(lease.ticks()));
        });
        return report;
    }

    /** OrdStatus of an order as the market shows it. */
    static String statusOf(OrderView view) {
        return switch (view.status()) {
            case "OPEN" -> view.window().isEmpty() || view.filledLots() == 0 ? NEW : PARTIALLY_FILLED;
            case "FILLED" -> FILLED;
            case "GATE", "EXPIRED" -> EXPIRED;
            default -> CANCELED;
        };
    }

    private static void terms(Message report, Symbol symbol, Side side, long lots, long limit, OrderTerms orderTerms) {
        report.setString(quickfix.field.Symbol.FIELD, symbol.toString());
        report.setString(quickfix.field.Side.FIELD, side == Side.BUY ? "1" : "2");
        report.setString(OrderQty.FIELD, Long.toString(lots));
        // Of a market order it is the limit that the market gave it.
        report.setString(quickfix.field.Price.FIELD, Price.format(limit));
        orderTerms.writeTo(report);
    }
}
