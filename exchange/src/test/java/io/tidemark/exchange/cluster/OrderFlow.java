package io.tidemark.exchange.cluster;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Orders that come and go in a pool without end; which one comes next follows from how many there were. */
final class OrderFlow {
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final int ACCOUNTS = 32;
    private static final int RESTING = 2_000;
    private static final long MUCH = 1_000_000_000_000L;

    private final PoolEngine engine;

    /** Goes on where the engine is. */
    OrderFlow(PoolEngine engine) {
        this.engine = engine;
    }

    /** Applies so many commands, and gives what the journal takes. */
    List<LoggedCommand> next(int commands) {
        List<LoggedCommand> batch = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            long number = engine.sequence();
            long time = START + number / 100;
            Command command = command(number);
            Outcome outcome = engine.apply(time, number, command);
            batch.add(new LoggedCommand(
                    outcome.sequence(), outcome.time(), number, command, outcome.reply(), outcome.events()));
        }
        return batch;
    }

    private static Command command(long number) {
        if (number == 0) {
            return new Command.OpenMarket(MarketRules.standard());
        } else if (number <= 2 * ACCOUNTS) {
            long account = 100 + (number - 1) / 2;
            return number % 2 == 1 ? new Command.OpenAccount(account, account) : new Command.Credit(account, 1, MUCH);
        }
        // Every other one takes away the order that has been there longest; ids count orders, from 1.
        long order = (number - 2 * ACCOUNTS) / 2;
        if (number % 2 == 0 && order > RESTING) {
            long old = order - RESTING;
            return new Command.Cancel(owner(old), old);
        }
        return new Command.SubmitOrder(
                owner(order + 1),
                "",
                Side.BUY,
                new DeliveryWindow(Hours.containing(START) + 3 + order % 12, 1 + (int) (order % 4)),
                1 + order % 5,
                100 + order % 97,
                TimeInForce.GTC,
                order % 3 == 0);
    }

    private static long owner(long order) {
        return 100 + order % ACCOUNTS;
    }
}
