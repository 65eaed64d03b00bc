package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random orders and bids of two sessions, as the market gets them, while time passes and the operator has more or fewer lots. */
final class OrderFlow {
    private static final List<String> FIRMS = List.of("FIRM", "RIVAL");
    private static final List<SelfMatch> GIVES_WAY = List.of(SelfMatch.values());
    private static final int KINDS = 20;

    private final FixMarket market;
    private final Random random;
    private int orders;

    OrderFlow(FixMarket market, long seed) {
        this.market = market;
        this.random = new Random(seed);
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    private void step() {
        String firm = FIRMS.get(random.nextInt(FIRMS.size()));
        long account = market.number(firm.toLowerCase(Locale.ROOT));
        switch (random.nextInt(KINDS)) {
            case 0 -> market.exchange.advance(FixMarket.MINUTE * random.nextInt(6));
            case 1 ->
                submit(new Command.SetCapacity(Hours.containing(market.exchange.now()), List.of(random.nextLong(40))));
            case 2, 3, 4 ->
                submit(new Command.SubmitSpotBid(
                        account, id(firm), 1 + random.nextInt(6), 50 + random.nextInt(150), random.nextBoolean()));
            case 5, 6, 7 -> change(firm, account, true);
            case 8, 9 -> change(firm, account, false);
            default -> submit(order(firm, account));
        }
    }

    private Command order(String firm, long account) {
        long hour = Hours.containing(market.exchange.now()) + 1 + random.nextInt(4);
        TimeInForce timeInForce = random.nextInt(3) == 0 ? TimeInForce.IOC : TimeInForce.GTC;
        boolean sells = random.nextInt(4) == 0;
        return new Command.SubmitOrder(
                account,
                id(firm),
                sells ? Side.SELL : Side.BUY,
                new DeliveryWindow(hour, sells ? 1 : 1 + random.nextInt(3)),
                1 + random.nextInt(5),
                150 + random.nextInt(100),
                timeInForce,
                !sells && random.nextInt(5) == 0,
                0,
                false,
                GIVES_WAY.get(random.nextInt(GIVES_WAY.size())));
    }

    private void change(String firm, long account, boolean replace) {
        View.OrdersView open = (View.OrdersView) market.exchange
                .ask(
                        FixMarket.POOL,
                        new Query.OrdersOf(
                                account,
                                Query.OrdersOf.NEWEST,
                                Query.OrdersOf.NEWEST,
                                KINDS,
                                true,
                                Query.OrderKind.ANY))
                .join()
                .value();
        if (!open.orders().isEmpty()) {
            long number =
                    open.orders().get(random.nextInt(open.orders().size())).orderId();
            submit(
                    replace
                            ? new Command.Replace(
                                    account, number, id(firm), 1 + random.nextInt(8), 150 + random.nextInt(100))
                            : new Command.Cancel(account, number));
        }
    }

    private String id(String firm) {
        return firm + ":" + ++orders;
    }

    private void submit(Command command) {
        market.exchange.submit(FixMarket.POOL, command).join();
    }

    /** All reports that the whole log gives, as {@code FIRM|11=..|..}. */
    static List<String> reports(FixMarket market) {
        List<String> made = new ArrayList<>();
        try (LogFollower follower = follower(market, market.log, StartingPoint.NOTHING, made)) {
            follower.catchUp();
        }
        return made;
    }

    /** One that writes down what it makes. */
    static LogFollower follower(FixMarket market, CommandLog.Source log, StartingPoint from, List<String> made) {
        return new LogFollower(
                log,
                from,
                new OrderTracker(
                        market.sessions,
                        new Requests(),
                        (compId, id, report) -> made.add(compId + "|"
                                + String.join(
                                        "|", StartingPoint.Owed.of(id, report).fields()))));
    }

    /** The ids of all reports to a session, in their order. */
    static List<String> execIds(FixMarket market, String compId) {
        List<String> ids = new ArrayList<>();
        try (LogFollower follower = new LogFollower(
                market.log,
                StartingPoint.NOTHING,
                new OrderTracker(market.sessions, new Requests(), (to, id, report) -> {
                    if (to.equals(compId)) {
                        ids.add(id.toString());
                    }
                }))) {
            follower.catchUp();
        }
        return ids;
    }
}
