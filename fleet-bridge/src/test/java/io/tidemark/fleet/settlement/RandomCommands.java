package io.tidemark.fleet.settlement;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import io.tidemark.exchange.pool.View.TitleView;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What people and the operator may do next, chosen by chance from the state of the engine and nothing else: after a
 * replay it goes on as it would have.
 */
final class RandomCommands {
    static final long START = Hours.startMillis(Hours.parse("2026112106"));

    private static final long MINUTE = 60_000;
    private static final long CASH = 4_000_000_000L;
    private static final int OPENING = 3;

    private final PoolEngine engine;
    private final long seed;
    private final boolean credits;

    /** Without {@code credits} nobody moves wallets here: an outbox does. */
    RandomCommands(PoolEngine engine, long seed, boolean credits) {
        this.engine = engine;
        this.seed = seed;
        this.credits = credits;
    }

    /** A command and its time. */
    record Next(long time, long draw, Command command) {}

    /** Chance for the step after the engine's last command; the same after a restart. */
    Random random() {
        // Neighbouring seeds begin alike; spread them.
        long spread = (seed * 1_000_003 + engine.sequence()) * 0x9E37_79B9_7F4A_7C15L;
        return new Random(spread ^ spread >>> 32);
    }

    Next next() {
        Random random = random();
        long step = engine.sequence();
        if (step == 0) {
            return new Next(START, 0, new Command.OpenMarket(MarketRules.standard()));
        }
        if (step < OPENING) {
            return step == 1
                    ? new Next(START, 0, rules(random))
                    : new Next(START, 0, new Command.SetCapacity(Hours.containing(START), List.of(40L)));
        }
        long opened = step - OPENING;
        if (opened < JournaledMarket.ACCOUNTS) {
            long account = JournaledMarket.FIRST_ACCOUNT + opened;
            return new Next(START, 0, new Command.OpenAccount(account, account));
        }
        long time = engine.time() + (random.nextInt(4) == 0 ? (1L + random.nextInt(25)) * MINUTE : 1_000);
        return new Next(time, random.nextLong(), command(random, Hours.containing(time)));
    }

    private Command command(Random random, long hour) {
        int dice = random.nextInt(100);
        if (dice < 8 && credits) {
            boolean house = random.nextInt(4) == 0;
            long account = house ? Clearing.OPERATOR + random.nextLong(2) : account(random);
            return new Command.Credit(account, engine.sequence(), 1 + random.nextLong(house ? CASH / 50 : CASH));
        } else if (dice < 14 && credits) {
            return random.nextInt(3) > 0
                    ? emptyTheHouse()
                    : new Command.Debit(account(random), engine.sequence(), 1 + random.nextLong(CASH / 4));
        } else if (dice < 21) {
            return supply(random, hour);
        } else if (dice < 45) {
            return buy(random, hour);
        } else if (dice < 48) {
            return buyBack(random, hour);
        } else if (dice < 49) {
            return new Command.Curtail(
                    new DeliveryWindow(hour + 1 + random.nextInt(4), 1 + random.nextInt(3)),
                    1 + random.nextInt(6),
                    "Ann",
                    "Ben");
        } else if (dice < 61) {
            return sell(random, hour);
        } else if (dice < 72) {
            return new Command.SubmitSpotBid(
                    account(random),
                    clientId(),
                    1 + random.nextInt(6),
                    100 + random.nextInt(300),
                    random.nextBoolean());
        } else if (dice < 80) {
            return cancel(random);
        } else if (dice < 90) {
            return meter(random, hour);
        } else if (dice < 94) {
            return new Command.SetCapacity(hour, List.of(20L + random.nextInt(25), 30L + random.nextInt(15)));
        } else if (dice < 96) {
            return rules(random);
        } else if (dice < 97) {
            return new Command.Halt();
        }
        return dice < 99 ? new Command.Resume() : new Command.Tick();
    }

    private static Command rules(Random random) {
        return new Command.PublishRules(new RuleSheet(
                "random",
                1,
                100_000,
                random.nextInt(30),
                random.nextInt(60),
                120,
                List.of(new Tranche(90 + random.nextInt(40), 10), new Tranche(150 + random.nextInt(40), 30)),
                List.of(),
                0,
                0,
                250));
    }

    /** The operator takes all it has out, so that it owes damages sooner or later. */
    private Command emptyTheHouse() {
        long account = freeOf(Clearing.DAMAGES) > 0 ? Clearing.DAMAGES : Clearing.OPERATOR;
        return new Command.Debit(account, engine.sequence(), Math.max(1, freeOf(account)));
    }

    private long freeOf(long account) {
        return engine.answer(new Query.AccountOf(account)) instanceof AccountView view ? view.free() : 0;
    }

    /** Of an hour that somebody offers, if there is one. */
    private Command buyBack(Random random, long hour) {
        long from = hour + 1 + random.nextInt(4);
        for (long each = hour + 1; each < hour + 8; each++) {
            for (long account = 0; account < JournaledMarket.ACCOUNTS; account++) {
                from = offers(JournaledMarket.FIRST_ACCOUNT + account, each) ? each : from;
            }
        }
        return new Command.BuyBack(new DeliveryWindow(from, 1), 1 + random.nextInt(4), 150 + random.nextInt(101));
    }

    private boolean offers(long account, long hour) {
        return engine.answer(new Query.AccountOf(account)) instanceof AccountView view
                && view.titles().stream().anyMatch(title -> title.hour() == hour && title.offeredLots() > 0);
    }

    private static Command supply(Random random, long hour) {
        List<Command.HourSupply> hours = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            long lots = 5L + random.nextInt(15);
            hours.add(new Command.HourSupply(
                    hour + i, lots, List.of(new Tranche(100 + random.nextInt(50), lots / 2), new Tranche(180, lots))));
        }
        return new Command.OfferSupply(hours);
    }

    private Command buy(Random random, long hour) {
        return new Command.SubmitOrder(
                account(random),
                clientId(),
                Side.BUY,
                new DeliveryWindow(hour + 1 + random.nextInt(6), 1 + random.nextInt(5)),
                1 + random.nextInt(6),
                90 + random.nextInt(140),
                random.nextInt(5) == 0 ? TimeInForce.IOC : TimeInForce.GTC,
                random.nextInt(3) == 0);
    }

    /** Offers titles that the account holds: resale, with its chains of escrow. */
    private Command sell(Random random, long hour) {
        long account = account(random);
        List<TitleView> titles = engine.answer(new Query.AccountOf(account)) instanceof AccountView view
                ? view.titles().stream()
                        .filter(title -> title.hour() > hour && title.lots() > title.offeredLots())
                        .toList()
                : List.of();
        if (titles.isEmpty()) {
            return new Command.Tick();
        }
        TitleView title = titles.get(random.nextInt(titles.size()));
        return new Command.SubmitOrder(
                account,
                clientId(),
                Side.SELL,
                new DeliveryWindow(title.hour(), 1),
                1 + random.nextLong(title.lots() - title.offeredLots()),
                60 + random.nextInt(120),
                TimeInForce.GTC,
                false);
    }

    private Command cancel(Random random) {
        long account = account(random);
        List<OrderView> orders = engine.answer(Query.OrdersOf.newest(account, 1_000_000)) instanceof OrdersView view
                ? view.orders()
                : List.of();
        return orders.isEmpty()
                ? new Command.Tick()
                : new Command.Cancel(
                        account,
                        orders.get(random.nextInt(Math.min(5, orders.size()))).orderId());
    }

    /** An hour that is over, or was metered before; some parcels fell short. */
    private Command meter(Random random, long hour) {
        List<Command.Reading> shortfalls = new ArrayList<>();
        for (long parcel = 1; parcel < 3 * engine.sequence(); parcel++) {
            if (random.nextInt(4) == 0) {
                shortfalls.add(new Command.Reading(parcel, random.nextInt(3_601)));
            }
        }
        return new Command.MeterHour(hour - 1 - random.nextInt(2), shortfalls);
    }

    private static long account(Random random) {
        return JournaledMarket.FIRST_ACCOUNT + random.nextLong(JournaledMarket.ACCOUNTS);
    }

    private String clientId() {
        return "c" + engine.sequence();
    }
}
