package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Event.SoldLeg;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Event.Traded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quickfix.Message;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.MatchType;
import quickfix.field.MultiLegReportingType;
import quickfix.field.TradeID;

/** What a trade is told as: a block once as a whole and once for each hour and price, an hour for each price. */
final class TradeReports {
    private static final String AN_HOUR = "1";
    private static final String A_LEG = "2";
    private static final String THE_BLOCK = "3";
    private static final String AUTO_MATCH = "4";
    private static final String CALL_AUCTION = "7";

    private TradeReports() {}

    /** Lots of an hour at one price. */
    record HourPrice(long hour, long ticks, long lots) {}

    /** The legs of a buy: by hour, the cheapest first; sellers at one price are told as one. */
    static List<HourPrice> pricesOf(Traded traded) {
        Map<Long, Map<Long, Long>> lots = new TreeMap<>();
        for (SoldLeg leg : traded.legs()) {
            lots.computeIfAbsent(leg.hour(), none -> new TreeMap<>()).merge(leg.ticks(), leg.lots(), Long::sum);
        }
        List<HourPrice> prices = new ArrayList<>();
        lots.forEach((hour, byTicks) -> byTicks.forEach((ticks, sum) -> prices.add(new HourPrice(hour, ticks, sum))));
        return prices;
    }

    /** A block as a whole, at its average. */
    static Message ofBlock(TrackedOrder order, ExecId id, long at, Traded traded) {
        Message report = trade(order, id, at, traded);
        report.setString(MultiLegReportingType.FIELD, THE_BLOCK);
        report.setString(LastQty.FIELD, Long.toString(traded.lots()));
        report.setString(LastPx.FIELD, Reports.average(order.pool, traded.cost(), traded.lots() * order.hours()));
        return report;
    }

    /** An hour of a block, or an order for one hour, at one exact price. */
    static Message ofHour(TrackedOrder order, ExecId id, long at, Traded traded, HourPrice price) {
        Message report = trade(order, id, at, traded);
        boolean leg = order.hours() > 1;
        report.setString(MultiLegReportingType.FIELD, leg ? A_LEG : AN_HOUR);
        report.setString(LastQty.FIELD, Long.toString(price.lots()));
        report.setString(LastPx.FIELD, Price.format(price.ticks()));
        if (leg) {
            report.setString(
                    quickfix.field.Symbol.FIELD,
                    new Symbol.Firm(order.pool, new DeliveryWindow(price.hour(), 1)).toString());
        }
        return report;
    }

    private static Message trade(TrackedOrder order, ExecId id, long at, Traded traded) {
        Message report = Reports.of(order, id, at, Reports.TRADE, Reports.openStatus(order));
        report.setString(TradeID.FIELD, order.pool + "-" + traded.tradeId());
        report.setString(MatchType.FIELD, traded.kind() == TradeKind.CALL ? CALL_AUCTION : AUTO_MATCH);
        return report;
    }
}
