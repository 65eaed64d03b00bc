package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A market one can write down: accounts by name, hours by their number in a day, prices and ladders as people say them.
 * After every command the books are checked.
 *
 * <p>The day begins at {@link #DAY}; {@code "40@1.90, 60@2.10"} is a ladder.
 */
final class PoolSpec {
    /** Midnight before the first hour, an epoch hour; any day will do. */
    static final long DAY = Hours.parse("2026112100");

    private static final long MINUTE = 60_000;

    final PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
    private final TreeMap<String, Long> accounts = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private long now;
    private long lastClientId;

    private PoolSpec(long now) {
        this.now = now;
    }

    /** A pool at so many minutes after midnight, its opening call over, with no fees and wide bands. */
    static PoolSpec market(long minutes) {
        return market(minutes, MarketRules.standard());
    }

    static PoolSpec market(long minutes, MarketRules rules) {
        PoolSpec market = new PoolSpec(Hours.startMillis(DAY) + (minutes - 30) * MINUTE);
        market.accounts.put("operator", Clearing.OPERATOR);
        market.accounts.put("damages", Clearing.DAMAGES);
        market.done(new Command.OpenMarket(rules));
        market.at(minutes);
        return market;
    }

    /** Moves time to so many minutes after midnight. */
    PoolSpec at(long minutes) {
        return atMillis(Hours.startMillis(DAY) + minutes * MINUTE);
    }

    PoolSpec after(long seconds) {
        return atMillis(now + seconds * 1_000);
    }

    /** Moves time to an instant, epoch milliseconds. */
    PoolSpec atMillis(long millis) {
        now = millis;
        done(new Command.Tick());
        return this;
    }

    long now() {
        return now;
    }

    PoolSpec deposit(String account, String dollars) {
        long id = account(account);
        done(new Command.Credit(id, ++lastClientId, Money.parse(dollars)));
        return this;
    }

    long account(String name) {
        Long known = accounts.get(name);
        if (known != null) {
            return known;
        }
        long id = 99L + accounts.size();
        accounts.put(name, id);
        done(new Command.OpenAccount(id, id));
        return id;
    }

    /** Opens an account that never trades with the other accounts of its group. */
    PoolSpec grouped(String name, long group, String dollars) {
        long id = 99L + accounts.size();
        accounts.put(name, id);
        done(new Command.OpenAccount(id, group));
        return deposit(name, dollars);
    }

    PoolSpec cancel(String account, long orderId) {
        done(new Command.Cancel(account(account), orderId));
        return this;
    }

    PoolSpec halt() {
        done(new Command.Halt());
        return this;
    }

    PoolSpec resume() {
        done(new Command.Resume());
        return this;
    }

    /** Settles an hour; {@code parcelsAndSeconds} are the shortfalls, a parcel and its delivered seconds by turns. */
    PoolSpec meter(long hour, long... parcelsAndSeconds) {
        List<Command.Reading> shortfalls = new ArrayList<>();
        for (int i = 0; i < parcelsAndSeconds.length; i += 2) {
            shortfalls.add(new Command.Reading(parcelsAndSeconds[i], Math.toIntExact(parcelsAndSeconds[i + 1])));
        }
        done(new Command.MeterHour(DAY + hour, shortfalls));
        return this;
    }

    String free(String account) {
        return Money.format(wallet(account).free());
    }

    String held(String account) {
        return Money.format(wallet(account).held());
    }

    String escrow(String account) {
        return Money.format(wallet(account).escrow());
    }

    /** The tier of an account, and what it follows from. */
    String standing(String account) {
        View.AccountView view = (View.AccountView) engine.answer(new Query.AccountOf(account(account)));
        return "tier " + view.tier() + ", " + view.tradedLotHours() + " lot-hours";
    }

    long lastTrade() {
        List<Event.Traded> trades = events(Event.Traded.class);
        return trades.get(trades.size() - 1).tradeId();
    }

    PoolSpec capacity(long... lots) {
        done(new Command.SetCapacity(
                Hours.containing(now), Arrays.stream(lots).boxed().toList()));
        return this;
    }

    PoolSpec capacityFrom(long hour, long... lots) {
        done(new Command.SetCapacity(DAY + hour, Arrays.stream(lots).boxed().toList()));
        return this;
    }

    PoolSpec publish(RuleSheet sheet) {
        done(new Command.PublishRules(sheet));
        return this;
    }

    /** Publishes a spot reserve and leaves everything else as wide as it was. */
    PoolSpec reserve(String ladder) {
        return publish(new RuleSheet("test", 1, 100_000, 0, 0, 120, ladder(ladder), List.of()));
    }

    PoolSpec fees(int makerBps, int takerBps) {
        return publish(new RuleSheet("test", 1, 100_000, makerBps, takerBps, 120, List.of(), List.of()));
    }

    PoolSpec bandTop(String price) {
        return publish(new RuleSheet("test", 1, Price.parse(price).ticks(), 0, 0, 120, List.of(), List.of()));
    }

    /** Continuous trading prints no further than so many basis points from an hour's last price. */
    PoolSpec dynamicBand(int bps) {
        return publish(new RuleSheet("test", 1, 100_000, 0, 0, 120, List.of(), List.of(), bps, 0, 0));
    }

    /** The operator announces supply for an hour; it waits for its call. */
    PoolSpec release(long hour, String ladder) {
        List<Tranche> tranches = ladder(ladder);
        long lots = tranches.stream().mapToLong(Tranche::lots).sum();
        done(new Command.OfferSupply(List.of(new HourSupply(DAY + hour, lots, tranches))));
        return this;
    }

    /** Operator asks stand in the book of an hour, and the pool trades continuously. */
    PoolSpec asks(long hour, String ladder) {
        return release(hour, ladder).after(16 * 60);
    }

    static List<Tranche> ladder(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(step -> !step.isEmpty())
                .map(step -> {
                    String[] parts = step.split("@", -1);
                    return new Tranche(Price.parse(parts[1]).ticks(), Long.parseLong(parts[0]));
                })
                .toList();
    }

    Order buy(String account, long lots, long from, long to, String limit) {
        return order(account, Side.BUY, lots, from, to, Price.parse(limit).ticks(), TimeInForce.GTC);
    }

    Order sell(String account, long lots, long from, long to, String limit) {
        return order(account, Side.SELL, lots, from, to, Price.parse(limit).ticks(), TimeInForce.GTC);
    }

    /** An order at whatever the dynamic band allows. */
    Order atMarket(String account, Side side, long lots, long from, long to) {
        return order(account, side, lots, from, to, Command.SubmitOrder.AT_MARKET, TimeInForce.IOC);
    }

    private Order order(String account, Side side, long lots, long from, long to, long limit, TimeInForce tif) {
        DeliveryWindow window = new DeliveryWindow(DAY + from, Math.toIntExact(to - from));
        return new Order(
                this,
                new Command.SubmitOrder(account(account), "c" + ++lastClientId, side, window, lots, limit, tif, false));
    }

    /** Enters a spot bid and gives its id. */
    long spot(String account, long lots, String max, boolean gang) {
        Reply reply = apply(new Command.SubmitSpotBid(
                        account(account),
                        "s" + ++lastClientId,
                        lots,
                        Price.parse(max).ticks(),
                        gang))
                .reply();
        assertThat(reply).isInstanceOf(Accepted.class);
        return ((Accepted) reply).orderId();
    }

    /** An order that is being written down. */
    record Order(PoolSpec market, Command.SubmitOrder terms) {
        Order allOrNone() {
            return with(terms.timeInForce(), true, terms.expiresAt(), terms.postOnly(), terms.selfMatch());
        }

        Order as(TimeInForce tif) {
            return with(tif, terms.allOrNone(), terms.expiresAt(), terms.postOnly(), terms.selfMatch());
        }

        /** Good till so many minutes after midnight. */
        Order until(long minutes) {
            long instant = Hours.startMillis(DAY) + minutes * MINUTE;
            return with(TimeInForce.GTD, terms.allOrNone(), instant, terms.postOnly(), terms.selfMatch());
        }

        Order postOnly() {
            return with(terms.timeInForce(), terms.allOrNone(), terms.expiresAt(), true, terms.selfMatch());
        }

        /** What gives way when it meets its own group. */
        Order whoMeetsItsGroup(SelfMatch selfMatch) {
            return with(terms.timeInForce(), terms.allOrNone(), terms.expiresAt(), terms.postOnly(), selfMatch);
        }

        private Order with(TimeInForce tif, boolean aon, long expiresAt, boolean postOnly, SelfMatch selfMatch) {
            Command.SubmitOrder changed = new Command.SubmitOrder(
                    terms.account(),
                    terms.clientOrderId(),
                    terms.side(),
                    terms.window(),
                    terms.lots(),
                    terms.limit(),
                    tif,
                    aon,
                    expiresAt,
                    postOnly,
                    selfMatch);
            return new Order(market, changed);
        }

        /** Enters it and gives its id. */
        long enter() {
            Reply reply = enterForReply();
            assertThat(reply).isInstanceOf(Accepted.class);
            return ((Accepted) reply).orderId();
        }

        Refused enterToBeRefused() {
            Reply reply = enterForReply();
            assertThat(reply).isInstanceOf(Refused.class);
            return (Refused) reply;
        }

        Reply enterForReply() {
            return market.apply(terms).reply();
        }
    }

    Outcome apply(Command command) {
        Outcome outcome = engine.apply(now, 0, command);
        events.addAll(outcome.events());
        assertThat(balance().violations()).as("after %s", command).isEmpty();
        return outcome;
    }

    /** Lets the time since the last command pass within this one. */
    Reply applyAt(long minutes, Command command) {
        now = Hours.startMillis(DAY) + minutes * MINUTE;
        return apply(command).reply();
    }

    /** Applies a command that must not be refused. */
    Outcome done(Command command) {
        Outcome outcome = apply(command);
        assertThat(outcome.reply()).as("%s", command).isNotInstanceOf(Refused.class);
        return outcome;
    }

    View.BalanceView balance() {
        return (View.BalanceView) engine.answer(new Query.Balance());
    }

    View.HouseFundsView houseFunds() {
        return (View.HouseFundsView) engine.answer(new Query.HouseFunds());
    }

    View.OrderView order(String account, long id) {
        return (View.OrderView) engine.answer(new Query.OrderOf(account(account), id));
    }

    View.AccountView wallet(String account) {
        return (View.AccountView) engine.answer(new Query.AccountOf(account(account)));
    }

    View.PoolView pool() {
        return (View.PoolView) engine.answer(new Query.PoolStatus());
    }

    /** Titles of an hour that an account holds. */
    long titles(String account, long hour) {
        return wallet(account).titles().stream()
                .filter(title -> title.hour() == DAY + hour)
                .mapToLong(View.TitleView::lots)
                .sum();
    }

    /** Forgets what happened so far, so that the next question is about what comes. */
    PoolSpec quietly() {
        events.clear();
        return this;
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The legs of all trades so far, as {@code "h14 32@1.90"}, in the order of hour and then of price. */
    List<String> legs() {
        return events(Event.Traded.class).stream()
                .flatMap(trade -> trade.legs().stream())
                .map(leg -> "h%d %d@%s".formatted(leg.hour() - DAY, leg.lots(), Price.format(leg.ticks())))
                .toList();
    }
}
