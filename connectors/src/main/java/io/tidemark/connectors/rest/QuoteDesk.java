package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.pool.View.QuoteView;
import io.tidemark.exchange.pool.View.WhyNot;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a firm buy would get now, and, if that is not all, what would. Everything it says is asked of the pool: it tries
 * the neighbours of the question and keeps those that work.
 */
final class QuoteDesk {
    /** How far around the start another one is looked for. */
    private static final int LATER_HOURS = 24;

    private final Market market;

    QuoteDesk(Market market) {
        this.market = market;
    }

    /**
     * A question, with everything read.
     *
     * @param limit ticks per GPU-hour, 0 for any
     */
    record Asked(
            long account,
            PoolId pool,
            DeliveryWindow window,
            long latestStart,
            long lots,
            boolean allOrNone,
            long limit) {
        Asked from(DeliveryWindow fixed) {
            return new Asked(account, pool, fixed, fixed.start(), lots, allOrNone, limit);
        }

        Asked until(long latest) {
            return new Asked(account, pool, window, latest, lots, allOrNone, limit);
        }

        Asked at(long ticks) {
            return new Asked(account, pool, window, latestStart, lots, allOrNone, ticks);
        }

        Asked whole(boolean whole) {
            return new Asked(account, pool, window, latestStart, lots, whole, limit);
        }

        OrderEntry order(long ticks) {
            return OrderEntry.ready(pool, window, lots, ticks, allOrNone);
        }
    }

    /**
     * The answer.
     *
     * @param limit of the order that gets it, 0 if no order would get anything
     */
    record Quote(
            Asked asked,
            QuoteView view,
            long limit,
            Optional<WhyNot> whyNot,
            Optional<WhatWouldFillBody> wouldFill,
            List<Alternative> alternatives) {
        boolean fillsAtOnce() {
            return whyNot.isEmpty() && view.fillableLots() == view.lots();
        }
    }

    /** Something near the question that works now. */
    record Alternative(String what, OrderEntry order) {}

    Quote quote(Asked asked, PoolView pool) {
        Asked best = asked.from(ask(asked).window());
        QuoteView view = ask(best);
        long limit = asked.limit() > 0 ? asked.limit() : leastLimit(best, view.fillableLots(), pool);
        if (limit > 0) {
            best = best.at(limit);
            // Asked again at the limit of the order, because that is what would be held.
            view = ask(best);
        }
        if (view.blocked().isPresent() && view.blocked().get() instanceof WhyNot.PhaseHolds holds) {
            return new Quote(best, view, limit, view.blocked(), Optional.empty(), waiting(best, limit, holds.phase()));
        }
        if (view.fillableLots() == view.lots()) {
            return new Quote(best, view, limit, Optional.empty(), Optional.empty(), List.of());
        }
        // No limit would get anything: what would is asked at the highest there is.
        WhatWouldFillBody wouldFill =
                whatWouldFill(limit > 0 ? best : best.at(pool.sheet().bandHigh()));
        return new Quote(best, view, limit, view.blocked(), Optional.of(wouldFill), alternatives(best, pool));
    }

    private WhatWouldFillBody whatWouldFill(Asked asked) {
        return market.whatWouldFill(
                asked.pool(),
                new Query.WhatWouldFill(
                        asked.account(), asked.window(), asked.lots(), asked.allOrNone(), asked.limit()));
    }

    private QuoteView ask(Asked asked) {
        return market.know(
                asked.pool(),
                new Query.QuoteFor(
                        asked.account(),
                        asked.window(),
                        asked.latestStart(),
                        asked.lots(),
                        asked.allOrNone(),
                        asked.limit()),
                QuoteView.class);
    }

    /** In a call an order may be entered and waits for its end; in a halt nothing may. */
    private static List<Alternative> waiting(Asked asked, long limit, Phase phase) {
        return limit == 0 || phase != Phase.CALL
                ? List.of()
                : List.of(new Alternative("Enter it now: it takes part in the call.", asked.order(limit)));
    }

    private List<Alternative> alternatives(Asked asked, PoolView pool) {
        List<Alternative> found = new ArrayList<>();
        OptionalLong enough = limitForAll(asked, pool);
        if (enough.isPresent() && enough.getAsLong() > asked.limit()) {
            long limit = enough.getAsLong();
            QuoteView all = ask(asked.at(limit));
            found.add(new Alternative(
                    "With a limit of " + Price.format(limit) + " USD per GPU-hour " + trade(asked.lots()) + " now, for "
                            + Money.format(all.cost()) + " USD before fees.",
                    asked.order(limit)));
        }
        if (!asked.allOrNone() && asked.limit() > 0 && ask(asked.whole(true)).fillableLots() == asked.lots()) {
            found.add(new Alternative(
                    "As all-or-none " + trade(asked.lots())
                            + " now at this limit, because it is then held against the average.",
                    asked.whole(true).order(asked.limit())));
        }
        long limit = asked.limit() > 0 ? asked.limit() : pool.sheet().bandHigh();
        long fewer = ask(asked.whole(false).at(limit)).fillableLots();
        if (fewer > 0 && asked.limit() > 0) {
            found.add(new Alternative(
                    "At this limit " + Lots.doing(fewer, "trades", "trade") + " now.",
                    OrderEntry.ready(asked.pool(), asked.window(), fewer, asked.limit(), asked.allOrNone())));
        }
        later(asked, pool).ifPresent(found::add);
        return found;
    }

    private Optional<Alternative> later(Asked asked, PoolView pool) {
        long latest = Math.min(
                asked.window().start() + LATER_HOURS,
                pool.listedUntil() - asked.window().hours());
        if (latest <= asked.window().start()) {
            return Optional.empty();
        }
        QuoteView view = ask(asked.until(latest));
        if (view.fillableLots() < asked.lots() || view.window().equals(asked.window())) {
            return Optional.empty();
        }
        Asked moved = asked.from(view.window());
        long limit = asked.limit() > 0 ? asked.limit() : leastLimit(moved, asked.lots(), pool);
        return Optional.of(new Alternative(
                "Starting at " + Hours.format(view.window().start()) + " " + trade(asked.lots()) + " now, for "
                        + Money.format(view.cost()) + " USD before fees.",
                moved.order(limit)));
    }

    private static String trade(long lots) {
        return Lots.all(lots) + (lots == 1 ? " trades" : " trade");
    }

    private OptionalLong limitForAll(Asked asked, PoolView pool) {
        if (ask(asked.at(0)).fillableLots() < asked.lots()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(leastLimit(asked, asked.lots(), pool));
    }

    /**
     * The least limit at which so many lots trade now, in ticks: their average for an all-or-none order, the dearest strip
     * for a divisible one.
     *
     * @return 0 for no lots
     */
    private long leastLimit(Asked asked, long lots, PoolView pool) {
        if (lots == 0) {
            return 0;
        }
        long high = pool.sheet().bandHigh();
        long hours = asked.window().hours();
        long guess;
        if (asked.allOrNone()) {
            long cost = ask(asked.at(0)).cost();
            guess = ceiling(cost, asked.pool().lotHourMoney(1, Math.multiplyExact(lots, hours)));
        } else {
            guess = ceiling(dearestStrip(asked, lots), hours);
        }
        long least = Math.max(guess, pool.sheet().bandLow());
        // The public depth has the account's own asks in it, which its buy would pass over: then the guess is too low.
        return least <= high && ask(asked.at(least)).fillableLots() >= lots ? least : high;
    }

    /** What one lot through all hours costs when the cheaper ones are taken, in ticks. */
    private long dearestStrip(Asked asked, long lots) {
        HoursView hours = market.know(
                asked.pool(),
                new Query.HoursFrom(asked.window().start(), asked.window().hours()),
                HoursView.class);
        return hours.hours().stream().mapToLong(hour -> priceOfLot(hour, lots)).sum();
    }

    private static long priceOfLot(HourView hour, long lots) {
        long left = lots;
        long ticks = 0;
        for (Tranche level : hour.asks()) {
            if (left <= 0) {
                break;
            }
            ticks = level.ticks();
            left -= level.lots();
        }
        return ticks;
    }

    private static long ceiling(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
