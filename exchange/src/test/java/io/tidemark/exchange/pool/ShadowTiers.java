package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What groups traded and how fast they entered orders: every trade is kept, and counted anew each time. */
final class ShadowTiers {
    private static final long DAY = 86_400_000;

    private record Traded(long group, long day, long lotHours) {}

    /** How much of a group's rate is used up, microseconds, and when that was so. */
    private record Used(long micros, long at) {}

    private final List<Traded> trades = new ArrayList<>();
    private final Map<Long, Used> used = new HashMap<>();

    void traded(long group, long at, long lotHours) {
        trades.add(new Traded(group, at / DAY, lotHours));
    }

    long lotHours(long group, long now) {
        return trades.stream()
                .filter(trade -> trade.group == group && now / DAY - trade.day < 30)
                .mapToLong(Traded::lotHours)
                .sum();
    }

    Tier of(RuleSheet sheet, long group, long now) {
        long lotHours = lotHours(group, now);
        return sheet.tiers().stream()
                .filter(tier -> tier.fromLotHours() <= lotHours)
                .reduce((lower, higher) -> higher)
                .orElseThrow();
    }

    /** Whether the group must wait before it enters anything; if not, one more is entered now. */
    boolean isTooFast(RuleSheet sheet, long group, long now) {
        Tier tier = of(sheet, group, now);
        if (tier.ordersPerSecond() == 0) {
            return false;
        }
        Used last = used.getOrDefault(group, new Used(0, now));
        long left = Math.max(0, last.micros - (now - last.at) * 1_000);
        long share = 1_000_000 / tier.ordersPerSecond();
        if (left > share * (tier.burstOrders() - 1)) {
            return true;
        }
        used.put(group, new Used(left + share, now));
        return false;
    }
}
