package io.tidemark.exchange.benchmark.peer;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.IOrder;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Replays a stream of commands through the direct order book of exchange-core, one book for each symbol, and prints the line
 * that {@code ./tidemark bench matching} prints. It is timed in the same way: the commands are ready in memory, the prefill
 * and a collection of garbage are not counted, the processor time of one thread is, and new books are taken for each pass.
 *
 * <p>It is the bare book: no risk, no accounts, no queue between threads.
 */
public final class ExchangeCoreReplay {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PeerStream stream;

    private ExchangeCoreReplay(PeerStream stream) {
        this.stream = stream;
    }

    /**
     * Replays it and prints the line.
     *
     * @param args the file (.csv, .csv.gz or .csv.xz), timed passes, passes before them
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int timed = Integer.parseInt(args[1]);
        int warmUp = Integer.parseInt(args[2]);
        System.out.println(new ExchangeCoreReplay(PeerStream.read(file)).run(file, timed, warmUp));
    }

    /** The first pass is not timed: ours has one, too, to learn the ids that its engine gives. */
    private String run(Path file, int timed, int warmUp) {
        PeerTape first = new PeerTape();
        Fnv bookHash = new Fnv();
        long resting = learn(first, bookHash);
        double[] nanos = new double[timed];
        for (int pass = -warmUp; pass < timed; pass++) {
            double perCommand = pass(first);
            if (pass >= 0) {
                nanos[pass] = perCommand;
            }
        }
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "{\"engine\":\"exchange-core direct book\",\"file\":\"%s\",\"commands\":%d,\"skipped\":%d,\"refused\":%d,"
                        + "\"trades\":%d,\"volume\":%d,\"tradeHash\":\"%s\",\"finalOrders\":%d,\"finalBookHash\":\"%s\","
                        + "\"cpuNsPerCommand\":%.1f,\"passes\":%d}",
                file.getFileName(),
                stream.size(),
                stream.skipped(),
                first.refused(),
                first.trades(),
                first.volume(),
                first.hash(),
                resting,
                bookHash,
                nanos[(timed - 1) / 2],
                timed);
    }

    private long learn(PeerTape tape, Fnv bookHash) {
        IOrderBook[] books = books();
        apply(books, tape, 0, stream.size());
        long resting = 0;
        for (int i = 0; i < books.length; i++) {
            resting += add(bookHash, stream.symbolName(i), 0, books[i].askOrdersStream(true));
            resting += add(bookHash, stream.symbolName(i), 1, books[i].bidOrdersStream(true));
        }
        return resting;
    }

    private static int add(Fnv hash, int symbol, int side, Stream<? extends IOrder> orders) {
        List<? extends IOrder> resting = orders.toList();
        for (IOrder order : resting) {
            hash.add(symbol);
            hash.add(side);
            hash.add(order.getPrice());
            hash.add(order.getOrderId());
            hash.add(order.getUid());
            hash.add(order.getSize() - order.getFilled());
        }
        return resting.size();
    }

    private double pass(PeerTape first) {
        IOrderBook[] books = books();
        PeerTape tape = new PeerTape();
        apply(books, tape, 0, stream.fill());
        System.gc();
        long began = THREADS.getCurrentThreadCpuTime();
        int commands = apply(books, tape, stream.fill(), stream.size());
        long nanos = THREADS.getCurrentThreadCpuTime() - began;
        if (!tape.hash().equals(first.hash())) {
            throw new IllegalStateException("two passes differ: trades " + first.hash() + " and " + tape.hash());
        }
        return (double) nanos / Math.max(1, commands);
    }

    private int apply(IOrderBook[] books, PeerTape tape, int from, int to) {
        int applied = 0;
        for (int i = from; i < to; i++) {
            OrderCommand command = stream.command(i);
            if (command != null) {
                CommandResultCode code = IOrderBook.processCommand(books[command.symbol], command);
                tape.done(i, command, code);
                // The book hangs what happened on the command; the next pass gives it the same one.
                command.matcherEvent = null;
                applied++;
            }
        }
        return applied;
    }

    /** As its own order-book benchmark makes them: futures, without fees, with events that are not pooled. */
    private IOrderBook[] books() {
        IOrderBook[] books = new IOrderBook[stream.symbols()];
        for (int i = 0; i < books.length; i++) {
            books[i] = new OrderBookDirectImpl(
                    CoreSymbolSpecification.builder()
                            .symbolId(stream.symbolName(i))
                            .type(SymbolType.FUTURES_CONTRACT)
                            .baseScaleK(1)
                            .quoteScaleK(1)
                            .build(),
                    ObjectsPool.createDefaultTestPool(),
                    OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER,
                    LoggingConfiguration.DEFAULT);
        }
        return books;
    }
}
