package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Reply.Refused;
import org.jspecify.annotations.Nullable;

/** Whether an account has what an order needs: a seller the titles, a buyer the cash for the worst case. Reads only. */
final class Cover {
    private final PoolState state;

    Cover(PoolState state) {
        this.state = state;
    }

    @Nullable Refused titles(Command.SubmitOrder order) {
        for (long hour = order.window().start(); hour < order.window().end(); hour++) {
            long free = state.clearing.freeTitles(order.account(), hour);
            if (free < order.lots()) {
                return Refusals.refused(
                        Refusal.TITLES_NOT_COVERED,
                        "lots",
                        "of hour " + format(hour) + " you hold " + Lots.format(free) + " that you do not offer already",
                        free == 0 ? "leave that hour out" : "sell at most " + Lots.format(free) + " of it");
            }
        }
        return null;
    }

    @Nullable Refused titles(Command.Replace wanted, OrderRecord record) {
        Ask next = record.firstAsk();
        for (long hour = Math.max(record.window().start(), state.firstOpenHour);
                hour < record.window().end();
                hour++) {
            while (next != null && next.hour() < hour) {
                next = next.later();
            }
            long offered = next != null && next.hour() == hour && next.isInBook() ? next.remaining() : 0;
            long filled = record.filledIn(hour);
            long lots = wanted.lots() - filled - offered;
            if (lots > 0 && state.clearing.freeTitles(record.account(), hour) < lots) {
                long most = wanted.lots() - lots + state.clearing.freeTitles(record.account(), hour);
                return Refusals.refused(
                        Refusal.TITLES_NOT_COVERED,
                        "lots",
                        "of hour " + format(hour) + " you have sold " + Lots.format(filled)
                                + " with this order and hold " + Lots.format(most - filled)
                                + " that no other order offers",
                        "a total of at most " + Lots.format(most));
            }
        }
        return null;
    }

    @Nullable Refused cash(Command.SubmitOrder order, Participant whose, long perLot) {
        long free = whose.wallet().free();
        if (!OrderChecks.isMore(order.lots(), perLot, free)) {
            return null;
        }
        long affordable = free / perLot;
        String most = affordable == 0 ? "" : "bid for at most " + Lots.format(affordable) + ", or ";
        return Refusals.refused(
                Refusal.INSUFFICIENT_CREDIT,
                "lots",
                "each lot may cost up to " + Money.format(perLot) + " USD over the window, fees included; free are "
                        + Money.format(free) + " USD",
                most + "deposit more, or lower the limit");
    }

    @Nullable Refused cash(Command.Replace wanted, OrderRecord record, long perLot) {
        long left = wanted.lots() - record.filledLots();
        long free = record.wallet().free();
        if (left <= 0 || !OrderChecks.isMore(left, perLot, free + record.hold())) {
            return null;
        }
        return Refusals.refused(
                Refusal.INSUFFICIENT_CREDIT,
                "lots",
                Refusals.eachOf(left) + " still wanted may cost up to " + Money.format(perLot)
                        + " USD over the window, fees included; set aside are " + Money.format(record.hold())
                        + " USD and free are " + Money.format(free) + " USD",
                "deposit more, or ask for fewer lots or a lower limit");
    }
}
