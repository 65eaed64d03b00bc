package io.tidemark.simulations.bench;

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
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool that is made ready for a measurement: bands wide open, no fees, so many hours on sale, and accounts with cash and
 * titles. Nothing of it is timed.
 */
final class BenchMarket {
    static final PoolId POOL = PoolId.parse("B200X8.PRN1");

    /** The listing of a day: from here on a week and more is on sale, and the next timer is the gate of the first hour. */
    private static final long OPENED = Hours.startMillis(Hours.parse("2026112114"));

    private static final int HOURS_A_DAY = 24;
    private static final long CHEAPEST = 1;

    private final PoolEngine engine = new PoolEngine(POOL);
    private final List<HourSupply> supply = new ArrayList<>();
    private final long firstHour;
    private long now = OPENED;

    /**
     * Opens it; its opening call runs.
     *
     * @param hours how many hours must be on sale
     * @param capacity lots that can be delivered in any hour
     */
    BenchMarket(MarketRules rules, int hours, long capacity) {
        done(new Command.OpenMarket(rules.withListedDays(Math.max(rules.listedDays(), hours / HOURS_A_DAY + 1))));
        done(new Command.PublishRules(new RuleSheet(
                "bench",
                CHEAPEST,
                RuleSheet.HIGHEST_TICKS,
                0,
                0,
                RuleSheet.LEAST_NOTICE_SECONDS,
                List.of(),
                List.of())));
        firstHour = Hours.containing(OPENED) + 1;
        done(new Command.SetCapacity(firstHour - 1, List.of(capacity)));
    }

    PoolEngine engine() {
        return engine;
    }

    /** The first hour on sale, an epoch hour. */
    long firstHour() {
        return firstHour;
    }

    /** Market time, epoch milliseconds. */
    long now() {
        return now;
    }

    /** Later commands come at this time; no timer lies before it. */
    void pause(long millis) {
        now += millis;
        done(new Command.Tick());
    }

    /** Opens an account of a group of its own. */
    void account(long account, long cash) {
        done(new Command.OpenAccount(account, account));
        if (cash > 0) {
            done(new Command.Credit(account, 1, cash));
        }
    }

    /** The operator offers lots of an hour; they enter the running call together. */
    void offer(long hour, List<Tranche> ladder) {
        supply.add(new HourSupply(hour, ladder.stream().mapToLong(Tranche::lots).sum(), ladder));
    }

    /** As {@link #offer(long, List)}, at the lowest price there is. */
    void offer(long hour, long lots) {
        offer(hour, List.of(new Tranche(CHEAPEST, lots)));
    }

    /** What was offered stands in the book of the running call. */
    void enterSupply() {
        if (!supply.isEmpty()) {
            done(new Command.OfferSupply(List.copyOf(supply)));
            supply.clear();
        }
    }

    /** When the running call ends, epoch milliseconds. */
    long callEnd() {
        return engine.nextTimer();
    }

    /** The opening call ends; from here on the pool trades continuously, and no timer fires for a good half hour. */
    void trade() {
        enterSupply();
        now = callEnd();
        done(new Command.Tick());
    }

    /** An account gets titles of an hour from the operator's cheapest ask. */
    void getTitles(long account, long hour, long lots) {
        Reply reply = done(new SubmitOrder(
                account,
                "titles:" + hour,
                Side.BUY,
                new DeliveryWindow(hour, 1),
                lots,
                CHEAPEST,
                TimeInForce.IOC,
                false));
        if (!(reply instanceof Reply.Accepted accepted) || accepted.filledLots() != lots) {
            throw new IllegalStateException("account " + account + " did not get " + lots + " titles: " + reply);
        }
    }

    /** What so many lots cost in so many hours at the lowest price, micro-dollars. */
    static long costOfTitles(long lotHours) {
        return POOL.lotHourMoney(CHEAPEST, lotHours);
    }

    /** Applies a command that must not be refused. */
    Reply done(Command command) {
        Reply reply = engine.apply(now, 0, command).reply();
        if (reply instanceof Reply.Refused refused) {
            throw new IllegalStateException(
                    "the pool is not ready: " + refused.problem() + ", but " + refused.remedy() + ": " + command);
        }
        return reply;
    }
}
