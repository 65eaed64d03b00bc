package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What an {@link OrderFlow} needs of a pool: a day of hours on sale, buyers with cash, and sellers with titles of every
 * hour. Nobody resells what it bought, so that no chain of sales grows.
 */
public final class FlowMarket {
    /** When the pool opens, epoch milliseconds: from here on the next timer but the end of the call is far. */
    public static final long OPENS = Hours.startMillis(Hours.parse("2026112114"));

    /** An instant after the opening call, whatever chance its end had; no timer fires for half an hour of it. */
    public static final long TRADES = OPENS + 11 * 60_000;

    private static final int HOURS = 24;
    private static final long FIRST_HOUR = Hours.containing(OPENS) + 1;
    private static final int SELLERS = 32;
    private static final int BUYERS = 32;
    private static final long FIRST_SELLER = 100;
    private static final long FIRST_BUYER = 200;
    private static final long TITLES = 10_000_000;
    private static final long CASH = 10_000_000_000_000_000L;

    private final MarketRules rules;
    private final List<DeliveryWindow> hours = new ArrayList<>();

    /** @param memoryMillis how long ended orders and their ids are remembered, market time */
    public FlowMarket(long memoryMillis) {
        rules = MarketRules.standard().forReplay().withMaxLots(TITLES * SELLERS).withMemory(memoryMillis);
        for (int i = 0; i < HOURS; i++) {
            hours.add(new DeliveryWindow(FIRST_HOUR + i, 1));
        }
    }

    /** What the pool is told when it {@link #OPENS}; the opening call runs then. */
    public List<Command> opening() {
        List<HourSupply> supply = new ArrayList<>();
        for (DeliveryWindow hour : hours) {
            supply.add(new HourSupply(hour.start(), TITLES * SELLERS, List.of(new Tranche(1, TITLES * SELLERS))));
        }
        return List.of(
                new Command.OpenMarket(rules),
                new Command.PublishRules(new RuleSheet(
                        "bench",
                        1,
                        RuleSheet.HIGHEST_TICKS,
                        0,
                        0,
                        RuleSheet.LEAST_NOTICE_SECONDS,
                        List.of(),
                        List.of())),
                new Command.SetCapacity(FIRST_HOUR - 1, List.of(TITLES * SELLERS)),
                new Command.OfferSupply(supply));
    }

    /** What it is told when it {@link #TRADES}: who has cash, and who has titles. */
    public List<Command> accounts() {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            open(FIRST_BUYER + i, commands);
        }
        for (int i = 0; i < SELLERS; i++) {
            open(FIRST_SELLER + i, commands);
            commands.add(new Command.SubmitOrder(
                    FIRST_SELLER + i,
                    "titles",
                    Side.BUY,
                    new DeliveryWindow(FIRST_HOUR, HOURS),
                    TITLES,
                    1,
                    TimeInForce.IOC,
                    false));
        }
        return commands;
    }

    private static void open(long account, List<Command> commands) {
        commands.add(new Command.OpenAccount(account, account));
        commands.add(new Command.Credit(account, 1, CASH));
    }

    long buyer(UniformRandomProvider random) {
        return FIRST_BUYER + random.nextInt(BUYERS);
    }

    long seller(UniformRandomProvider random) {
        return FIRST_SELLER + random.nextInt(SELLERS);
    }

    DeliveryWindow hour(UniformRandomProvider random) {
        return hours.get(random.nextInt(HOURS));
    }
}
