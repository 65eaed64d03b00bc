package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.simulations.random.NamedStreams;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * An endless stream of single-hour orders around a steady book: a third of the commands are new orders, a third
 * replacements and a third cancels, and one new order in ten trades at once. It goes round a ring of places, each for one
 * order: an empty place gets one, an order in a place is replaced or cancelled. What comes next depends on the seed and on
 * what became of the order in its place, and not on how fast the answers come.
 *
 * <p>One thread asks for the {@link #next} command; the answers may come on another.
 */
public final class OrderFlow {
    /** Of an order that was asked for and not answered. */
    private static final long UNANSWERED = 0;

    /** No order of the engine has it. */
    private static final long EMPTY = -1;

    /** With a power of two places, a step of any odd number comes to each once a round; this one mixes them. */
    private static final long STRIDE = 0x9E3779B9L;

    private static final int DIGIT_BITS = 5;
    private static final byte[] ID_DIGITS = "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.ISO_8859_1);

    private static final int MOST_LOTS = 8;
    private static final int DEAREST_BID = 200;
    private static final int CHEAPEST_ASK = 201;
    private static final int LEVELS = 100;
    private static final int CROSSING_IN = 10;

    private final UniformRandomProvider random;
    private final FlowMarket market;
    private final int places;
    private final AtomicLongArray orders;
    private final SubmitOrder[] standing;
    private final long[] lots;
    private final long[] limits;
    private final byte[] id = new byte[Long.SIZE / DIGIT_BITS + 1];
    private long commands;
    private volatile long refused;

    /** @param places how many orders the ring has room for, a power of two; two thirds of them rest in the long run */
    public OrderFlow(long seed, int entity, FlowMarket market, int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two: " + places);
        }
        this.random = new NamedStreams(seed).stream("bench/flow", entity);
        this.market = market;
        this.places = places;
        this.orders = new AtomicLongArray(places);
        this.standing = new SubmitOrder[places];
        this.lots = new long[places];
        this.limits = new long[places];
        for (int i = 0; i < places; i++) {
            orders.set(i, EMPTY);
        }
    }

    /** How many orders the ring has room for: as many commands go by before one names an order of this round. */
    public int places() {
        return places;
    }

    /** How many commands there have been; the number of the next one. */
    public long commands() {
        return commands;
    }

    /** Commands that named an order that had traded in the meantime. */
    public long refused() {
        return refused;
    }

    private int place(long command) {
        return (int) (command * STRIDE & (places - 1));
    }

    /** Whether it is known what became of the order that the next command is about. */
    public boolean isReady() {
        return orders.get(place(commands)) != UNANSWERED;
    }

    /** The next command, once it {@link #isReady}. */
    public Command next() {
        int place = place(commands);
        long order = orders.get(place);
        if (order == UNANSWERED) {
            throw new IllegalStateException("command " + (commands - places) + " was not answered yet");
        }
        Command command = order == EMPTY ? enter(place) : change(place, order);
        orders.lazySet(place, UNANSWERED);
        commands++;
        return command;
    }

    private SubmitOrder enter(int place) {
        boolean buy = random.nextBoolean();
        boolean crosses = random.nextInt(CROSSING_IN) == 0;
        int level = random.nextInt(LEVELS);
        long limit = buy == crosses ? CHEAPEST_ASK + level : DEAREST_BID - level;
        SubmitOrder order = new SubmitOrder(
                buy ? market.buyer(random) : market.seller(random),
                clientOrderId(),
                buy ? Side.BUY : Side.SELL,
                market.hour(random),
                1 + random.nextInt(MOST_LOTS),
                limit,
                crosses ? TimeInForce.IOC : TimeInForce.GTC,
                false);
        standing[place] = order;
        lots[place] = order.lots();
        limits[place] = limit;
        return order;
    }

    /** Half of the orders are cancelled; of the others half lose a lot and keep their rank, half get another limit. */
    private Command change(int place, long orderId) {
        SubmitOrder order = standing[place];
        if (random.nextBoolean()) {
            return new Command.Cancel(order.account(), orderId);
        }
        if (lots[place] > 1 && random.nextBoolean()) {
            lots[place]--;
        } else {
            int level = random.nextInt(LEVELS);
            limits[place] = order.side() == Side.BUY ? DEAREST_BID - level : CHEAPEST_ASK + level;
        }
        return new Command.Replace(order.account(), orderId, clientOrderId(), lots[place], limits[place]);
    }

    /** The number of the command in a few characters: an order and each replacement have one of their own. */
    private String clientOrderId() {
        int from = id.length;
        for (long rest = commands; rest > 0 || from == id.length; rest >>>= DIGIT_BITS) {
            id[--from] = ID_DIGITS[(int) (rest & ID_DIGITS.length - 1)];
        }
        return new String(id, from, id.length - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * Takes the answer to a command.
     *
     * @throws IllegalStateException if it is a refusal, other than of an order that is gone
     */
    public void answered(long command, Reply reply) {
        long order = EMPTY;
        if (reply instanceof Reply.Accepted accepted) {
            order = accepted.open() ? accepted.orderId() : EMPTY;
        } else if (reply instanceof Reply.Refused refusal) {
            if (refusal.reason() != Refusal.NO_SUCH_ORDER) {
                throw new IllegalStateException("command " + command + " of the flow is refused: " + refusal);
            }
            countRefused();
        }
        orders.lazySet(place(command), order);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Answers come one after the other.
    private void countRefused() {
        refused++;
    }
}
