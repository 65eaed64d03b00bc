package io.tidemark.exchange.benchmark;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool that trades continuously, with accounts that have cash and titles. Market time goes on by a millisecond every few
 * commands, so that what has ended is forgotten; no timer fires for forty minutes of it.
 */
final class SteadyPool {
    static final int HOURS = 168;
    static final int ACCOUNTS = 50;

    private static final long FIRST_ACCOUNT = 3;
    private static final long OPENED = Hours.startMillis(Hours.parse("2026112114"));
    private static final long TITLES = 1_000;
    private static final long CASH = 10_000_000_000_000_000L;
    private static final long MEMORY_MILLIS = 1_000;
    private static final int COMMANDS_A_MILLI = 16;

    private final PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
    private final Ear ear = new Ear();
    private final long firstHour = Hours.containing(OPENED) + 1;
    private long now = OPENED;
    private int commands;

    SteadyPool() {
        apply(new Command.OpenMarket(MarketRules.standard().withMemory(MEMORY_MILLIS)));
        apply(new Command.SetCapacity(firstHour - 1, List.of(TITLES * ACCOUNTS)));
        List<HourSupply> supply = new ArrayList<>();
        for (long hour = firstHour; hour < firstHour + HOURS; hour++) {
            supply.add(new HourSupply(hour, TITLES * ACCOUNTS, List.of(new Tranche(1, TITLES * ACCOUNTS))));
        }
        apply(new Command.OfferSupply(supply));
        now = engine.nextTimer();
        for (int i = 0; i < ACCOUNTS; i++) {
            apply(new Command.OpenAccount(account(i), account(i)));
            apply(new Command.Credit(account(i), 1, CASH));
            apply(new SubmitOrder(
                    account(i),
                    "titles",
                    Side.BUY,
                    new DeliveryWindow(firstHour, HOURS),
                    TITLES,
                    1,
                    TimeInForce.IOC,
                    false));
        }
        ear.requireNoRefusal();
    }

    static long account(int i) {
        return FIRST_ACCOUNT + i % ACCOUNTS;
    }

    /** An epoch hour; the first on sale is 0. */
    long hour(int i) {
        return firstHour + i;
    }

    /** Gives a command to the engine; the id of the order that was accepted last is the answer. */
    long apply(Command command) {
        if (++commands % COMMANDS_A_MILLI == 0) {
            now++;
        }
        engine.apply(now, 0, command, ear);
        return ear.orderId();
    }

    void requireNoRefusal() {
        ear.requireNoRefusal();
    }
}
