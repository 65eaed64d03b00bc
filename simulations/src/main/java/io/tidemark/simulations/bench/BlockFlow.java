package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.simulations.random.NamedStreams;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * A made-up market of blocks and hours around a steady state. What comes next depends on what rests, so it listens to the
 * engine that it drives; the commands it gave can then be given to another one.
 */
final class BlockFlow extends TradeCounter {
    /** What an event is. */
    enum Kind {
        HOUR_BUY("hourBuy"),
        BLOCK_BUY("blockBuy"),
        SELL("sell"),
        CANCEL("cancel"),
        REPLACE("replace");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /** One event. */
    record Step(Kind kind, Command command) {}

    static final int HOURS = 168;
    static final int ACCOUNTS = 32;
    static final long FIRST_ACCOUNT = 2;

    private static final int LONGEST_BLOCK = 24;
    private static final int LONGEST_SELL = 8;
    private static final int MOST_BLOCK_LOTS = 16;
    private static final int MOST_LOTS = 8;
    private static final int PERCENT = 100;
    private static final int ALL_OR_NONE_PERCENT = 70;
    private static final int HOUR_BUYS_AN_HOUR = 5;
    private static final int SELLS_AN_HOUR = 9;

    private final UniformRandomProvider random;
    private final long firstHour;
    private final Map<Kind, Resting> resting = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> most = new EnumMap<>(Kind.class);
    private long lastId;

    /** The order at hand, and what kind it is of. */
    private @Nullable Command current;

    private Kind currentKind = Kind.CANCEL;

    /** @param blocks how many resting blocks are the steady state */
    BlockFlow(long seed, long firstHour, int blocks) {
        this.random = new NamedStreams(seed).stream("bench/blocks", 1);
        this.firstHour = firstHour;
        rests(Kind.BLOCK_BUY, blocks);
        rests(Kind.HOUR_BUY, HOURS * HOUR_BUYS_AN_HOUR);
        rests(Kind.SELL, HOURS * SELLS_AN_HOUR);
    }

    private void rests(Kind kind, int upTo) {
        most.put(kind, upTo);
        resting.put(kind, new Resting());
    }

    int restingBlocks() {
        return of(Kind.BLOCK_BUY).size();
    }

    private Resting of(Kind kind) {
        return resting.getOrDefault(kind, new Resting());
    }

    private boolean isFull(Kind kind) {
        return of(kind).size() >= most.getOrDefault(kind, 0);
    }

    /** The next order that the books lack, or null when they are as full as they will be. */
    @Nullable Step fill() {
        for (Kind kind : resting.keySet()) {
            if (!isFull(kind)) {
                return place(kind);
            }
        }
        return null;
    }

    /** The next event. Where a kind rests as often as it should, one of it is cancelled in the place of one more. */
    Step next() {
        int chance = random.nextInt(PERCENT);
        if (chance < 30) {
            return placeOrCancel(Kind.BLOCK_BUY);
        } else if (chance < 45) {
            return placeOrCancel(Kind.HOUR_BUY);
        } else if (chance < 72) {
            return placeOrCancel(Kind.SELL);
        } else if (chance < 90) {
            return cancel(anyThatRests());
        }
        return replace(anyThatRests());
    }

    private Kind anyThatRests() {
        Kind kind = Kind.values()[random.nextInt(resting.size())];
        return of(kind).size() == 0 ? Kind.BLOCK_BUY : kind;
    }

    private Step placeOrCancel(Kind kind) {
        return isFull(kind) ? cancel(kind) : place(kind);
    }

    private Step place(Kind kind) {
        return switch (kind) {
            case HOUR_BUY -> order(kind, Side.BUY, 1, random.nextInt(1, MOST_LOTS + 1), 85, 102, false);
            case BLOCK_BUY ->
                order(
                        kind,
                        Side.BUY,
                        random.nextInt(2, LONGEST_BLOCK + 1),
                        random.nextInt(1, MOST_BLOCK_LOTS + 1),
                        80,
                        102,
                        random.nextInt(PERCENT) < ALL_OR_NONE_PERCENT);
            default ->
                order(
                        kind,
                        Side.SELL,
                        random.nextInt(1, LONGEST_SELL + 1),
                        random.nextInt(1, MOST_LOTS + 1),
                        97,
                        125,
                        false);
        };
    }

    private Step order(Kind kind, Side side, int hours, long lots, int low, int high, boolean allOrNone) {
        long start = firstHour + random.nextInt(HOURS - hours + 1);
        return step(
                kind,
                kind,
                new SubmitOrder(
                        FIRST_ACCOUNT + random.nextInt(ACCOUNTS),
                        clientId(),
                        side,
                        new DeliveryWindow(start, hours),
                        lots,
                        Prices.around(Prices.fair(start, hours), low, high, random),
                        TimeInForce.GTC,
                        allOrNone));
    }

    private Step cancel(Kind kind) {
        if (of(kind).size() == 0) {
            return place(kind);
        }
        Resting.Entry order = of(kind).any(random);
        return step(Kind.CANCEL, kind, new Command.Cancel(order.account(), order.orderId()));
    }

    /** Half of them take a lot off, half move the limit by a few ticks. */
    private Step replace(Kind kind) {
        if (of(kind).size() == 0) {
            return place(kind);
        }
        Resting.Entry order = of(kind).any(random);
        boolean less = order.lots() > 1 && random.nextBoolean();
        return step(
                Kind.REPLACE,
                kind,
                new Command.Replace(
                        order.account(),
                        order.orderId(),
                        clientId(),
                        less ? order.lots() - 1 : order.lots(),
                        less ? order.limit() : Math.max(1, order.limit() + random.nextInt(-4, 5))));
    }

    private String clientId() {
        return "b" + ++lastId;
    }

    private Step step(Kind event, Kind about, Command command) {
        current = command;
        currentKind = about;
        return new Step(event, command);
    }

    @Override
    public void accepted(long orderId, long filledLots, long cost, boolean open) {
        if (!open) {
            return;
        }
        if (current instanceof SubmitOrder order) {
            of(currentKind).put(new Resting.Entry(orderId, order.account(), order.lots(), order.limit()));
        } else if (current instanceof Command.Replace terms) {
            of(currentKind).put(new Resting.Entry(orderId, terms.account(), terms.lots(), terms.limit()));
        }
    }

    @Override
    public void closed(long orderId, long account, CloseReason reason, long released) {
        resting.values().forEach(kind -> kind.remove(orderId));
    }
}
