package io.tidemark.connectors.rest;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Home balances in memory, with every movement remembered; the house's money goes straight to the pools. */
final class MemoryCash implements CashDesk {
    private static final long AT = 1_795_248_000_000L;

    /** Above what tests use when they credit a wallet themselves. */
    private static final long FIRST_NUMBER = 1_000;

    private final Exchange exchange;
    private final Map<String, House> house = new HashMap<>();
    private boolean silent;
    private volatile boolean away;

    private final Map<Long, List<Line>> lines = new HashMap<>();
    private final Map<String, Long> deposits = new HashMap<>();

    /** A transfer of the house, and what came of it. */
    private record House(PoolId pool, long account, long amount, Moved moved) {}

    MemoryCash(Exchange exchange) {
        this.exchange = exchange;
    }

    /** From now on nobody hears what came of a transfer. */
    synchronized void keepSilent() {
        silent = true;
    }

    /** From now on it fails like books whose database is gone. */
    void goAway() {
        away = true;
    }

    private void requireThere() {
        if (away) {
            throw new IllegalStateException("the database refused", new SQLException("connection refused"));
        }
    }

    @Override
    public Moved payIn(PoolId pool, long account, long amount, String key) {
        return moveHouse(pool, account, amount, key);
    }

    @Override
    public Moved payOut(PoolId pool, long account, long amount, String key) {
        return moveHouse(pool, account, -amount, key);
    }

    @Override
    public synchronized boolean knows(String key) {
        return house.containsKey(key);
    }

    /** Into the pool, or out of it below zero. */
    private synchronized Moved moveHouse(PoolId pool, long account, long amount, String key) {
        House before = house.get(key);
        if (before == null) {
            before = new House(pool, account, amount, sent(pool, account, amount));
            house.put(key, before);
        } else if (!before.equals(new House(pool, account, amount, before.moved()))) {
            throw new TransferReusedException(key);
        }
        return silent ? new Moved(Outcome.UNKNOWN, "") : before.moved();
    }

    private Moved sent(PoolId pool, long account, long amount) {
        long number = FIRST_NUMBER + house.size();
        Reply reply = exchange.submit(
                        pool,
                        amount > 0
                                ? new Command.Credit(account, number, amount)
                                : new Command.Debit(account, number, -amount))
                .join()
                .value();
        return reply instanceof Reply.Refused refused
                ? new Moved(Outcome.REFUSED, refused.reason() + ": " + refused.problem())
                : new Moved(Outcome.DONE, "");
    }

    @Override
    public synchronized long home(long account) {
        requireThere();
        List<Line> all = lines.getOrDefault(account, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1).balance();
    }

    @Override
    public synchronized void deposit(long account, long amount, String key) {
        requireThere();
        Long before = deposits.putIfAbsent(key, amount);
        if (before == null) {
            move(account, "deposit", amount);
        } else if (before != amount) {
            throw new TransferReusedException(key);
        }
    }

    @Override
    public synchronized boolean withdraw(long account, long amount, String key) {
        Long before = deposits.get("out:" + key);
        if (before == null && home(account) < amount) {
            return false;
        } else if (before == null) {
            deposits.put("out:" + key, amount);
            move(account, "withdrawal", -amount);
        } else if (before != amount) {
            throw new TransferReusedException(key);
        }
        return true;
    }

    synchronized void move(long account, String kind, long amount) {
        List<Line> all = lines.computeIfAbsent(account, none -> new ArrayList<>());
        all.add(new Line(all.size() + 1, AT, kind, amount, home(account) + amount));
    }

    @Override
    public List<String> imbalances() {
        return List.of();
    }

    @Override
    public synchronized StatementPage statement(long account, long after, int limit) {
        List<Line> rest = lines.getOrDefault(account, List.of()).stream()
                .filter(line -> line.id() > after)
                .toList();
        List<Line> page = rest.subList(0, Math.min(limit, rest.size()));
        return new StatementPage(
                page,
                page.size() < rest.size()
                        ? OptionalLong.of(page.get(page.size() - 1).id())
                        : OptionalLong.empty());
    }
}
