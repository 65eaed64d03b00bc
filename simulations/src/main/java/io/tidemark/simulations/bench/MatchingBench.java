package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replays a stream of commands through the whole engine, titles, wallets and holds included: what comes of it, and what a
 * command costs.
 *
 * <p>A first pass teaches the engine's order ids and gives the trades. Each further pass is a new engine, made ready and
 * filled outside the clock; it must make the same trades.
 */
public final class MatchingBench {
    private final CommandStream stream;
    private final boolean remembers;
    private final Clocks clocks;
    private final Progress progress;

    /**
     * @param remembers whether ended orders are remembered for a day; otherwise they are forgotten at once, as other books do
     * @param progress hears of commands: those of the stream, once for each pass and once more for the first
     */
    public MatchingBench(CommandStream stream, boolean remembers, Clocks clocks, Progress progress) {
        this.stream = stream;
        this.remembers = remembers;
        this.clocks = clocks;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param refused commands that named an order that was gone
     * @param book what rests in the end: by symbol the sells and then the buys, each the best first
     * @param cpuNanosPerCommand of each timed pass
     */
    public record Result(
            long refused,
            long trades,
            long volume,
            String tradeHash,
            List<RestingLine> book,
            String bookHash,
            List<Double> cpuNanosPerCommand) {
        /** The pass in the middle; NaN if none was timed. */
        public double medianNanos() {
            return Samples.median(cpuNanosPerCommand);
        }
    }

    /**
     * Runs all passes.
     *
     * @param warmUp passes that are not counted
     * @param timed passes that are
     * @param trades hears every trade of the first pass
     */
    public Result run(int warmUp, int timed, Consumer<TradeLine> trades) {
        PreparedStream prepared = new PreparedStream(stream, remembers);
        TradeTape first = TradeTape.learning(
                stream, (tape, maker, ticks, lots) -> trades.accept(line(prepared, tape, maker, ticks, lots)));
        List<RestingLine> book = learn(prepared, first);
        Fnv bookHash = new Fnv();
        book.forEach(line -> line.addTo(bookHash));
        List<Double> nanos = new ArrayList<>();
        for (int pass = 0; pass < warmUp + timed; pass++) {
            double perCommand = pass(prepared, first);
            if (pass >= warmUp) {
                nanos.add(perCommand);
            }
            progress.step(stream.size());
        }
        return new Result(
                first.refused(), first.trades(), first.volume(), first.hash(), book, bookHash.toString(), nanos);
    }

    /** The engine is let go with this method: the timed ones have the heap to themselves. */
    private List<RestingLine> learn(PreparedStream prepared, TradeTape tape) {
        BenchMarket market = prepared.market().fresh();
        prepared.learn(market.engine(), market.time(), tape, progress);
        return book(market, tape);
    }

    private TradeLine line(PreparedStream prepared, TradeTape tape, int maker, long ticks, long lots) {
        int taker = tape.taker();
        return new TradeLine(
                tape.command(),
                stream.symbolName(stream.symbol(taker)),
                stream.orderId(taker),
                stream.orderId(maker),
                ticks,
                lots,
                tape.filled(taker) == prepared.total(taker),
                tape.filled(maker) == prepared.total(maker));
    }

    /** Sells of a symbol, then its buys; the engine shows all buys by price, so that those of a symbol keep their order. */
    private List<RestingLine> book(BenchMarket market, TradeTape tape) {
        View.BookView view = (View.BookView) market.engine().answer(new Query.Book());
        List<List<RestingLine>> bySymbol = new ArrayList<>();
        for (int symbol = 0; symbol < stream.symbols(); symbol++) {
            bySymbol.add(new ArrayList<>());
        }
        view.asks().forEach(ask -> add(bySymbol, Side.SELL, ask, tape));
        view.buys().forEach(buy -> add(bySymbol, Side.BUY, buy, tape));
        return bySymbol.stream().flatMap(List::stream).toList();
    }

    private void add(List<List<RestingLine>> bySymbol, Side side, View.RestingView resting, TradeTape tape) {
        int order = tape.order(resting.orderId());
        int symbol = stream.symbol(order);
        bySymbol.get(symbol)
                .add(new RestingLine(
                        stream.symbolName(symbol),
                        side,
                        resting.ticks(),
                        stream.orderId(order),
                        StreamMarket.uid(resting.account()),
                        resting.lots()));
    }

    private double pass(PreparedStream prepared, TradeTape first) {
        BenchMarket market = prepared.market().fresh();
        TradeTape tape = TradeTape.repeating(stream);
        apply(prepared, market, tape, 0, stream.fill());
        System.gc();
        long began = clocks.cpuNanos();
        int commands = apply(prepared, market, tape, stream.fill(), stream.size());
        long nanos = clocks.cpuNanos() - began;
        if (!tape.engineHash().equals(first.engineHash())) {
            throw new IllegalStateException("two passes over one stream differ: trades " + first.engineHash() + " and "
                    + tape.engineHash() + "; the engine is not deterministic");
        }
        return (double) nanos / Math.max(1, commands);
    }

    private int apply(PreparedStream prepared, BenchMarket market, TradeTape tape, int from, int to) {
        PoolEngine engine = market.engine();
        long now = market.time();
        int applied = 0;
        for (int i = from; i < to; i++) {
            Command command = prepared.command(i);
            if (command != null) {
                tape.expect(i);
                engine.apply(now, 0, command, tape);
                applied++;
            }
        }
        return applied;
    }
}
