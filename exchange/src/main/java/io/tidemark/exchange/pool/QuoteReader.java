package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.PriceBand;
import io.tidemark.exchange.book.Walk;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.View.QuoteView;

/** What an order would get and cost if it came now, and what would have to change for it to trade. Reads only. */
final class QuoteReader {
    private final PoolState state;
    private final PhaseDesk phases;

    QuoteReader(PoolState state, PhaseDesk phases) {
        this.state = state;
        this.phases = phases;
    }

    QuoteView quote(Query.QuoteFor query) {
        QuoteView best = quoteAt(query, query.window().start());
        for (long start = query.window().start() + 1; start <= query.latestStart(); start++) {
            QuoteView candidate = quoteAt(query, start);
            if (isBetter(candidate, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** More lots first, then the lower cost; among equals the earlier start, because it was tried first. */
    private static boolean isBetter(QuoteView candidate, QuoteView best) {
        return candidate.fillableLots() != best.fillableLots()
                ? candidate.fillableLots() > best.fillableLots()
                : candidate.fillableLots() > 0 && candidate.cost() < best.cost();
    }

    private QuoteView quoteAt(Query.QuoteFor query, long start) {
        DeliveryWindow window = new DeliveryWindow(start, query.window().hours());
        long limit = query.limit() > 0 ? query.limit() : state.sheet.bandHigh();
        Buy buy = new Buy(
                0,
                query.account(),
                state.groupOf(query.account()),
                window,
                limit,
                query.allOrNone(),
                Long.MAX_VALUE,
                query.lots());
        Walk walk = state.book.walk(buy, PriceBand.NONE);
        long lots = walk.lots();
        long ticks = walk.cost();
        long cost = state.pool.lotHourMoney(ticks, 1);
        Tier tier = state.tierOf(state.groups.standing(state.groupOf(query.account())));
        int bps = tier.largestFeeBps();
        long lotHours = query.lots() * window.hours();
        long hold = query.limit() > 0
                ? state.pool.lotHourMoneyAndFee(limit, lotHours, bps)
                : cost + state.pool.lotHourFee(ticks, 1, bps);
        return new QuoteView(
                window,
                query.lots(),
                lots,
                cost,
                state.pool.lotHourFee(ticks, 1, tier.takerBps()),
                hold,
                phases.holds().or(() -> Obstacle.toAll(state.book, buy)));
    }

    View.CounterfactualView counterfactual(Query.WhatWouldFill wanted) {
        Buy buy = new Buy(
                0,
                wanted.account(),
                state.groupOf(wanted.account()),
                wanted.window(),
                wanted.limit(),
                wanted.allOrNone(),
                Long.MAX_VALUE,
                wanted.lots());
        return new Counterfactual(state).of(buy);
    }
}
