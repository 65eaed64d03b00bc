package io.tidemark.exchange.cluster;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * People who enter orders and take them back, one after the other, and write down what they were told. Who was not told
 * what became of an order enters it again under the same client order id.
 */
final class Customers {
    static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final long ACCOUNT = 100;
    private static final long LONGEST_WAIT_SECONDS = 60;

    /** What was said to a customer about an order, in a line: pool, client order id, sequence, order. */
    record Ack(String pool, String clientOrderId, long sequence, long orderId) {
        static Ack parse(String line) {
            List<String> parts = List.of(line.split(" ", -1));
            return new Ack(parts.get(0), parts.get(1), Long.parseLong(parts.get(2)), Long.parseLong(parts.get(3)));
        }

        @Override
        public String toString() {
            return pool + " " + clientOrderId + " " + sequence + " " + orderId;
        }
    }

    private final IntFunction<Exchange> doors;
    private final List<PoolId> pools;
    private final String name;
    private final Consumer<Ack> log;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    /**
     * Nobody comes yet.
     *
     * @param doors gives the exchange through which an order goes, by a number that changes
     * @param name no two of one cluster have the same
     */
    Customers(IntFunction<Exchange> doors, List<PoolId> pools, String name, Consumer<Ack> log) {
        this.doors = doors;
        this.pools = pools;
        this.name = name;
        this.log = log;
    }

    /**
     * Opens the markets and gives everybody money. Done more than once it changes nothing; so what is turned away, as by a
     * cluster whose members still come, is asked for again.
     */
    static void open(Exchange exchange, List<PoolId> pools) throws InterruptedException {
        for (PoolId pool : pools) {
            for (Command command : List.of(
                    new Command.OpenMarket(MarketRules.standard()),
                    new Command.OpenAccount(ACCOUNT, ACCOUNT),
                    new Command.Credit(ACCOUNT, 1, Money.parse("100000000")))) {
                insist(exchange, pool, command);
            }
        }
    }

    private static void insist(Exchange exchange, PoolId pool, Command command) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (true) {
            try {
                exchange.submit(pool, command)
                        .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                        .join();
                return;
            } catch (CompletionException failed) {
                if (!isForAnotherTime(failed.getCause()) || System.nanoTime() > end) {
                    throw failed;
                }
                Thread.sleep(5);
            }
        }
    }

    private static boolean isForAnotherTime(@Nullable Throwable cause) {
        return cause instanceof NotEnteredException
                || cause instanceof ExchangeBusyException
                || cause instanceof ExchangeStoppedException;
    }

    void come(int customers) {
        for (int i = 0; i < customers; i++) {
            int number = i;
            Thread thread = new Thread(() -> trade(number), "customer-" + name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void trade(int number) {
        SplittableRandom random = new SplittableRandom(number);
        for (int i = 0; !ending; i++) {
            PoolId pool = pools.get(random.nextInt(pools.size()));
            String clientOrderId = name + "-" + number + "-" + i;
            try {
                long order = enter(pool, clientOrderId);
                if (order > 0) {
                    send(pool, new Command.Cancel(ACCOUNT, order));
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException unexpected) {
                wrong.add(clientOrderId + ": " + unexpected);
            }
        }
    }

    private long enter(PoolId pool, String clientOrderId) throws InterruptedException {
        while (!ending) {
            Exchange.@Nullable Answer<Reply> answer = send(pool, bid(clientOrderId));
            if (answer != null && answer.value() instanceof Reply.Accepted accepted) {
                log.accept(new Ack(pool.toString(), clientOrderId, answer.sequence(), accepted.orderId()));
                return accepted.orderId();
            } else if (answer != null) {
                wrong.add(clientOrderId + ": " + answer);
                return 0;
            }
        }
        return 0;
    }

    /** Null if it was not told what became of it, or that nothing did. */
    private Exchange.@Nullable Answer<Reply> send(PoolId pool, Command command) throws InterruptedException {
        try {
            return doors.apply(ThreadLocalRandom.current().nextInt(1 << 16))
                    .submit(pool, command)
                    .get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof NotEnteredException
                    || failed.getCause() instanceof ExchangeBusyException) {
                turnedAway.incrementAndGet();
            } else if (failed.getCause() instanceof ExchangeStoppedException) {
                unknown.incrementAndGet();
            } else {
                wrong.add(command + ": " + failed);
            }
            Thread.sleep(5);
            return null;
        } catch (TimeoutException silence) {
            unknown.incrementAndGet();
            return null;
        }
    }

    static Command.SubmitOrder bid(String clientOrderId) {
        return new Command.SubmitOrder(
                ACCOUNT,
                clientOrderId,
                Side.BUY,
                new DeliveryWindow(Hours.containing(START) + 20, 1),
                1,
                205,
                TimeInForce.GTC,
                false);
    }

    /** Everybody finishes what he is at. */
    void leave() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(2 * LONGEST_WAIT_SECONDS));
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " still waits for an answer");
            }
        }
    }

    /** How often nobody could say what became of a command. */
    long unknown() {
        return unknown.get();
    }

    /** How often it was said that nothing was entered. */
    long turnedAway() {
        return turnedAway.get();
    }

    /** Answers that nobody should have got. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }
}
