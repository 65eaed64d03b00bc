package io.tidemark.connectors.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Home balances in memory, with every movement remembered. */
final class MemoryCash implements CashDesk {
    private static final long AT = 1_795_248_000_000L;

    private final Map<Long, List<Line>> lines = new HashMap<>();
    private final Map<String, Long> deposits = new HashMap<>();

    @Override
    public synchronized long home(long account) {
        List<Line> all = lines.getOrDefault(account, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1).balance();
    }

    @Override
    public synchronized void deposit(long account, long amount, String key) {
        Long before = deposits.putIfAbsent(key, amount);
        if (before == null) {
            move(account, "deposit", amount);
        } else if (before != amount) {
            throw new TransferReusedException(key);
        }
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
