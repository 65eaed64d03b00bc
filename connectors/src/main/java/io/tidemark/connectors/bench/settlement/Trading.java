package io.tidemark.connectors.bench.settlement;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pool in which a seller offers a lot and a buyer takes it, again and again: every order is of a whole window, every
 * trade has a leg for each hour of it, and fees are charged. In the end the hours are metered. What the engine says is
 * written into a journal.
 */
final class Trading {
    static final PoolId POOL = PoolId.parse("B200X8.PRN1");

    private static final long OPENS = Hours.startMillis(Hours.parse("2026112114"));
    /** After the opening call, whatever chance its end had. */
    private static final long TRADES = OPENS + 11 * 60_000;

    private static final long FIRST_HOUR = Hours.containing(OPENS) + 1;
    private static final int HOURS = 24;
    private static final int SELLERS = 32;
    private static final int BUYERS = 32;
    private static final long FIRST_SELLER = 100;
    private static final long FIRST_BUYER = 200;
    private static final long CASH = 1_000_000_000_000_000L;
    private static final int MAKER_BPS = 10;
    private static final int TAKER_BPS = 30;
    private static final int A_RECORD = 64;

    private final Journal journal;
    private final int window;
    private final PoolEngine engine = new PoolEngine(POOL);
    private final List<LoggedCommand> waiting = new ArrayList<>();
    private long time = OPENS;
    private long commands;
    private long turn;

    /** @param window hours of each order, from 1 to 24 */
    Trading(Journal journal, int window) {
        this.journal = journal;
        this.window = window;
    }

    /**
     * Opens the market and its accounts.
     *
     * @param trades how many there will be at most
     */
    void open(int trades) {
        long titles = (long) trades / SELLERS + 1;
        long all = titles * SELLERS;
        List<HourSupply> supply = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            supply.add(new HourSupply(FIRST_HOUR + hour, all, List.of(new Tranche(1, all))));
        }
        done(new Command.OpenMarket(MarketRules.standard().forReplay().withMaxLots(all)));
        done(new Command.PublishRules(new RuleSheet(
                "bench",
                1,
                RuleSheet.HIGHEST_TICKS,
                MAKER_BPS,
                TAKER_BPS,
                RuleSheet.LEAST_NOTICE_SECONDS,
                List.of(),
                List.of())));
        done(new Command.SetCapacity(FIRST_HOUR - 1, List.of(all)));
        done(new Command.OfferSupply(supply));
        time = TRADES;
        for (int i = 0; i < BUYERS; i++) {
            account(FIRST_BUYER + i);
        }
        for (int i = 0; i < SELLERS; i++) {
            account(FIRST_SELLER + i);
            order(FIRST_SELLER + i, Side.BUY, new DeliveryWindow(FIRST_HOUR, HOURS), titles, 1);
        }
        write();
    }

    private void account(long account) {
        done(new Command.OpenAccount(account, account));
        done(new Command.Credit(account, 1, CASH));
    }

    /**
     * So many trades, or more, up to the next whole record.
     *
     * @return legs of one hour that were traded
     */
    long trade(int trades) {
        long legs = 0;
        for (int i = 0; i < trades || !waiting.isEmpty(); i++) {
            DeliveryWindow hours = new DeliveryWindow(FIRST_HOUR + turn * 7 % (HOURS - window + 1), window);
            long price = 200 + turn % 50;
            order(FIRST_SELLER + turn % SELLERS, Side.SELL, hours, 1, price);
            legs += order(FIRST_BUYER + turn * 5 % BUYERS, Side.BUY, hours, 1, price);
            turn++;
            if (waiting.size() >= A_RECORD) {
                write();
            }
        }
        return legs;
    }

    /** The hours go by and are metered: everything was delivered. */
    void meter() {
        for (int hour = 0; hour < HOURS; hour++) {
            time = Hours.startMillis(FIRST_HOUR + hour + 1) + 60_000;
            done(new Command.MeterHour(FIRST_HOUR + hour, List.of()));
            write();
        }
    }

    /** Commands that the journal has. */
    long commands() {
        return commands;
    }

    /** Gives the legs that it traded. */
    private long order(long account, Side side, DeliveryWindow hours, long lots, long price) {
        return done(new Command.SubmitOrder(
                        account, side + "-" + commands, side, hours, lots, price, TimeInForce.GTC, false))
                .stream()
                .filter(Event.Traded.class::isInstance)
                .mapToLong(event -> ((Event.Traded) event).legs().size())
                .sum();
    }

    private List<Event> done(Command command) {
        PoolEngine.Outcome outcome = engine.apply(time, 0, command);
        if (outcome.reply() instanceof Reply.Refused refused) {
            throw new IllegalStateException(command + " was refused: " + refused);
        }
        commands++;
        waiting.add(
                new LoggedCommand(outcome.sequence(), outcome.time(), 0, command, outcome.reply(), outcome.events()));
        return outcome.events();
    }

    private void write() {
        List<LoggedCommand> batch = List.copyOf(waiting);
        waiting.clear();
        LoggedCommand last = batch.get(batch.size() - 1);
        CompletableFuture<Void> durable = new CompletableFuture<>();
        journal.append(
                new JournalRecord(
                        POOL.toString(),
                        1,
                        batch.get(0).sequence(),
                        last.sequence(),
                        last.time(),
                        PoolLog.encode(batch)),
                new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        durable.complete(null);
                    }

                    @Override
                    public void failed(JournalRecord failed, Throwable cause) {
                        durable.completeExceptionally(cause);
                    }
                });
        durable.join();
    }
}
