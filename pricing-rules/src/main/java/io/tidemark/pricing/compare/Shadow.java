package io.tidemark.pricing.compare;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.price.PricingFailedException;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Terms;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prices by one rule set, asks another the same facts, and counts where both differ. The market follows the first alone;
 * the second goes on from what it would have published itself. Not safe for use by several threads.
 */
public final class Shadow implements Pricing {
    private final Pricing live;
    private final Pricing proposed;
    private final Map<PoolId, PoolPrices> published = new HashMap<>();
    private final Map<Figure, Move> moves = new EnumMap<>(Figure.class);
    private long ticks;
    private long cells;
    private long failedTicks;
    private long liveRefusals;
    private long proposedRefusals;

    public Shadow(Pricing live, Pricing proposed) {
        this.live = live;
        this.proposed = proposed;
    }

    /** What is compared: of each hour in each tick, and once of the pool; the terms of groups wherever those of either begin. */
    public enum Figure {
        FIRM_LOTS("firm_lots"),
        FAIR_TICKS("fair_ticks"),
        ASK_FLOOR_TICKS("ask_floor_ticks"),
        ASK_CAP_TICKS("ask_cap_ticks"),
        BEST_ASK_TICKS("best_ask_ticks"),
        FIRST_RESERVE_TICKS("first_reserve_ticks"),
        REST_RESERVE_TICKS("rest_reserve_ticks"),
        BAND_LOW_TICKS("band_low_ticks"),
        BAND_HIGH_TICKS("band_high_ticks"),
        DYNAMIC_BPS("dynamic_bps"),
        NOTICE_SECONDS("notice_seconds"),
        BUY_BACK_TICKS("buy_back_ticks"),
        MAKER_BPS("maker_bps"),
        TAKER_BPS("taker_bps"),
        POSITION_LIMIT_BPS("position_limit_bps"),
        ORDERS_PER_SECOND("orders_per_second"),
        BURST_ORDERS("burst_orders");

        private final String column;

        Figure(String column) {
            this.column = column;
        }

        public String column() {
            return column;
        }
    }

    /**
     * A figure that differs somewhere.
     *
     * @param moved in how many cells: hours by ticks
     * @param from what the live set says where both are furthest apart
     * @param to what the proposed set says there
     * @param nowMillis when that was
     * @param hour of which epoch hour; -1 for the whole pool
     */
    public record Move(Figure figure, long moved, long from, long to, long nowMillis, long hour) {
        private long distance() {
            return Math.abs(to - from);
        }
    }

    /**
     * What was seen.
     *
     * @param cells hours by ticks
     * @param failedTicks ticks that the proposed set did not price
     * @param liveRefusals ladders of the live set that broke a guard
     * @param proposedRefusals those of the proposed set
     */
    public record Seen(
            long ticks, long cells, long failedTicks, long liveRefusals, long proposedRefusals, List<Move> moves) {
        public Seen {
            moves = List.copyOf(moves);
        }
    }

    public Seen seen() {
        return new Seen(ticks, cells, failedTicks, liveRefusals, proposedRefusals, List.copyOf(moves.values()));
    }

    @Override
    public PoolPrices price(Basis basis) {
        PoolFacts facts = basis.facts();
        PoolPrices prices = live.price(basis);
        ticks++;
        cells += prices.hours().size();
        liveRefusals += prices.refusals().size();
        try {
            PoolPrices other = proposed.price(facts, Optional.ofNullable(published.get(facts.pool())));
            published.put(facts.pool(), other);
            proposedRefusals += other.refusals().size();
            compare(prices, other);
        } catch (PricingFailedException failed) {
            failedTicks++;
        }
        return prices;
    }

    private void compare(PoolPrices one, PoolPrices other) {
        long now = one.nowMillis();
        for (int i = 0; i < one.hours().size(); i++) {
            HourPrices first = one.hours().get(i);
            HourPrices second = other.hours().get(i);
            long hour = first.hour();
            note(Figure.FIRM_LOTS, first.firmLots(), second.firmLots(), now, hour);
            note(Figure.FAIR_TICKS, first.fairTicks(), second.fairTicks(), now, hour);
            note(
                    Figure.ASK_FLOOR_TICKS,
                    first.asks().floorTicks(),
                    second.asks().floorTicks(),
                    now,
                    hour);
            note(Figure.ASK_CAP_TICKS, first.asks().capTicks(), second.asks().capTicks(), now, hour);
            // Where one of them offers nothing the lots differ, and that was told.
            if (!first.asks().tranches().isEmpty() && !second.asks().tranches().isEmpty()) {
                note(Figure.BEST_ASK_TICKS, best(first.asks()), best(second.asks()), now, hour);
            }
        }
        Ladder reserve = one.spotReserve();
        Ladder otherReserve = other.spotReserve();
        note(Figure.FIRST_RESERVE_TICKS, reserve.floorTicks(), otherReserve.floorTicks(), now, -1);
        note(Figure.REST_RESERVE_TICKS, reserve.capTicks(), otherReserve.capTicks(), now, -1);
        note(Figure.BAND_LOW_TICKS, one.band().lowTicks(), other.band().lowTicks(), now, -1);
        note(Figure.BAND_HIGH_TICKS, one.band().highTicks(), other.band().highTicks(), now, -1);
        note(Figure.DYNAMIC_BPS, one.band().dynamicBps(), other.band().dynamicBps(), now, -1);
        note(Figure.NOTICE_SECONDS, one.reclaimNoticeSeconds(), other.reclaimNoticeSeconds(), now, -1);
        note(Figure.BUY_BACK_TICKS, one.buyBackTicks(), other.buyBackTicks(), now, -1);
        Stream.concat(one.terms().stream(), other.terms().stream())
                .map(Terms::fromLotHours)
                .distinct()
                .forEach(traded -> compare(one.termsOf(traded), other.termsOf(traded), now));
    }

    private void compare(Terms one, Terms other, long now) {
        note(Figure.MAKER_BPS, one.makerBps(), other.makerBps(), now, -1);
        note(Figure.TAKER_BPS, one.takerBps(), other.takerBps(), now, -1);
        note(Figure.POSITION_LIMIT_BPS, one.positionLimitBps(), other.positionLimitBps(), now, -1);
        note(Figure.ORDERS_PER_SECOND, one.ordersPerSecond(), other.ordersPerSecond(), now, -1);
        note(Figure.BURST_ORDERS, one.burstOrders(), other.burstOrders(), now, -1);
    }

    private static long best(Ladder asks) {
        return asks.tranches().get(0).ticks();
    }

    private void note(Figure figure, long from, long to, long now, long hour) {
        if (from != to) {
            Move here = new Move(figure, 1, from, to, now, hour);
            moves.merge(figure, here, (before, unused) -> {
                Move furthest = here.distance() > before.distance() ? here : before;
                return new Move(
                        figure,
                        before.moved() + 1,
                        furthest.from(),
                        furthest.to(),
                        furthest.nowMillis(),
                        furthest.hour());
            });
        }
    }

    @Override
    public String ruleSetId() {
        return live.ruleSetId();
    }

    @Override
    public Pricer.Counts counts() {
        return live.counts();
    }
}
