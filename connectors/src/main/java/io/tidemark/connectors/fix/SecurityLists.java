package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.List;
import quickfix.field.ContractMultiplier;
import quickfix.field.Currency;
import quickfix.field.EventDate;
import quickfix.field.EventTime;
import quickfix.field.EventType;
import quickfix.field.LastFragment;
import quickfix.field.MinPriceIncrement;
import quickfix.field.SecurityListRequestType;
import quickfix.field.SecurityReqID;
import quickfix.field.SecurityRequestResult;
import quickfix.field.SecurityResponseID;
import quickfix.field.TotNoRelatedSym;
import quickfix.field.UnitOfMeasure;
import quickfix.fix50sp2.SecurityList;

/** What can be traded now: the spot lease of every pool and its listed hours. A block is named after its hours. */
final class SecurityLists {
    private static final String ONE_SYMBOL = "0";
    private static final String ALL = "4";
    private static final int VALID = 0;
    private static final int INVALID_REQUEST = 1;
    private static final int NONE_FOUND = 2;
    private static final int IN_A_MESSAGE = 50;

    /** Delivery start and end, from later editions of FIX; 916 and 917 are dates without a time. */
    private static final int DELIVERY_START = 21;

    private static final int DELIVERY_END = 22;
    private static final int DATE = 8;
    private static final long TICK = 1;

    private final Desk desk;
    private final Answers answers;

    SecurityLists(Desk desk, Answers answers) {
        this.desk = desk;
        this.answers = answers;
    }

    void answer(Form form) {
        String request = form.text(SecurityReqID.FIELD, "SecurityReqID");
        String kind = form.text(SecurityListRequestType.FIELD, "SecurityListRequestType");
        if (kind.equals(ALL)) {
            send(request, listed());
        } else if (kind.equals(ONE_SYMBOL)) {
            String wanted = form.text(quickfix.field.Symbol.FIELD, "Symbol");
            send(
                    request,
                    listed().stream()
                            .filter(symbol -> symbol.toString().equals(wanted))
                            .toList());
        } else {
            SecurityList none = head(request, 0, INVALID_REQUEST);
            none.setString(quickfix.field.Text.FIELD, "ask for all (559=4) or for one symbol (559=0)");
            answers.send(none);
        }
    }

    private List<Symbol> listed() {
        List<Symbol> symbols = new ArrayList<>();
        for (PoolId pool : desk.pools()) {
            symbols.add(new Symbol.Spot(pool));
            View.PoolView view =
                    (View.PoolView) desk.ask(pool, new Query.PoolStatus()).value();
            for (long hour = view.firstOpenHour(); hour < view.listedUntil(); hour++) {
                symbols.add(new Symbol.Firm(pool, new DeliveryWindow(hour, 1)));
            }
        }
        return symbols;
    }

    private void send(String request, List<Symbol> symbols) {
        if (symbols.isEmpty()) {
            answers.send(head(request, 0, NONE_FOUND));
        }
        for (int from = 0; from < symbols.size(); from += IN_A_MESSAGE) {
            int to = Math.min(symbols.size(), from + IN_A_MESSAGE);
            SecurityList list = head(request, symbols.size(), VALID);
            list.setBoolean(LastFragment.FIELD, to == symbols.size());
            symbols.subList(from, to).forEach(symbol -> list.addGroup(entry(symbol)));
            answers.send(list);
        }
    }

    private static SecurityList head(String request, int symbols, int result) {
        SecurityList list = new SecurityList();
        list.setString(SecurityReqID.FIELD, request);
        list.setString(SecurityResponseID.FIELD, request);
        list.setInt(SecurityRequestResult.FIELD, result);
        list.setInt(TotNoRelatedSym.FIELD, symbols);
        list.setBoolean(LastFragment.FIELD, true);
        return list;
    }

    private static SecurityList.NoRelatedSym entry(Symbol symbol) {
        SecurityList.NoRelatedSym entry = new SecurityList.NoRelatedSym();
        entry.setString(quickfix.field.Symbol.FIELD, symbol.toString());
        entry.setString(UnitOfMeasure.FIELD, "GPUh");
        entry.setString(MinPriceIncrement.FIELD, Price.format(TICK));
        entry.setInt(ContractMultiplier.FIELD, symbol.pool().gpusPerLot());
        entry.setString(Currency.FIELD, "USD");
        if (symbol instanceof Symbol.Firm firm) {
            entry.addGroup(event(DELIVERY_START, firm.window().start()));
            entry.addGroup(event(DELIVERY_END, firm.window().end()));
        }
        return entry;
    }

    private static SecurityList.NoRelatedSym.NoEvents event(int type, long hour) {
        String time = Reports.time(Hours.startMillis(hour));
        SecurityList.NoRelatedSym.NoEvents event = new SecurityList.NoRelatedSym.NoEvents();
        event.setInt(EventType.FIELD, type);
        event.setString(EventDate.FIELD, time.substring(0, DATE));
        event.setString(EventTime.FIELD, time);
        return event;
    }
}
