package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.simulations.bench.CommandStream.Kind;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stream needs of a pool: one hour on sale for each of its symbols, and for each of its users cash for everything it
 * may buy and titles of everything it may sell.
 *
 * <p>Titles are bought at one tick from the operator, all that an account will ever sell of an hour in one piece: so nobody
 * resells what it bought in the stream, and no chain of sales grows.
 */
final class StreamMarket {
    /** The operator has accounts 1 and 2. */
    private static final long FIRST_ACCOUNT = 3;

    private final MarketRules rules;
    private final int symbols;
    private final long largestOrder;
    private final Map<Long, Long> cash = new TreeMap<>();
    private final Map<Integer, Map<Long, Long>> titles = new TreeMap<>();
    private final DeliveryWindow[] windows;

    StreamMarket(CommandStream stream, boolean remembers) {
        MarketRules forReplay = MarketRules.standard().forReplay();
        rules = remembers ? forReplay : forReplay.withMemory(MarketRules.NO_MEMORY);
        symbols = stream.symbols();
        long dearest = 1;
        long largest = 1;
        for (int i = 0; i < stream.size(); i++) {
            dearest = Math.max(dearest, stream.price(i));
            largest = Math.max(largest, stream.lots(i));
        }
        largestOrder = largest;
        for (int i = 0; i < stream.size(); i++) {
            if (stream.kind(i) == Kind.GTC || stream.kind(i) == Kind.IOC) {
                need(stream, i, dearest);
            }
        }
        long first = freshAndEmpty().firstHour();
        windows = new DeliveryWindow[symbols];
        for (int symbol = 0; symbol < symbols; symbol++) {
            windows[symbol] = new DeliveryWindow(first + symbol, 1);
        }
    }

    private void need(CommandStream stream, int order, long dearest) {
        long account = account(stream.uid(order));
        long lots = stream.lots(order);
        if (stream.side(order) == Side.BUY) {
            cash.merge(account, BenchMarket.POOL.lotHourMoney(dearest, lots), Math::addExact);
        } else {
            cash.merge(account, BenchMarket.costOfTitles(lots), Math::addExact);
            titles.computeIfAbsent(stream.symbol(order), none -> new TreeMap<>())
                    .merge(account, lots, Math::addExact);
        }
    }

    /** The account of a user of the stream. */
    static long account(int uid) {
        return uid - 1L + FIRST_ACCOUNT;
    }

    /** The user of an account. */
    static long uid(long account) {
        return account - FIRST_ACCOUNT + 1;
    }

    /** The hour that stands for a symbol. */
    DeliveryWindow window(int symbol) {
        return windows[symbol];
    }

    private BenchMarket freshAndEmpty() {
        long capacity = titles.values().stream()
                .mapToLong(holders -> lots(holders))
                .max()
                .orElse(0);
        return new BenchMarket(rules.withMaxLots(Math.max(largestOrder, capacity)), symbols, capacity);
    }

    private static long lots(Map<Long, Long> holders) {
        return holders.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A new pool that waits for the first command of the stream; its book is empty. */
    BenchMarket fresh() {
        BenchMarket market = freshAndEmpty();
        titles.forEach((symbol, holders) -> market.offer(windows[symbol].start(), lots(holders)));
        market.trade();
        cash.forEach(market::account);
        titles.forEach((symbol, holders) ->
                holders.forEach((account, lots) -> market.getTitles(account, windows[symbol].start(), 1, lots)));
        return market;
    }
}
