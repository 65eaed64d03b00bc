package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.View.CounterfactualView;
import java.util.Optional;

/** What would have to change for a buy to fill now: its limit, its lots or its start, each with the others unchanged. */
final class Counterfactual {
    private final PoolState state;

    Counterfactual(PoolState state) {
        this.state = state;
    }

    CounterfactualView of(Buy buy) {
        return new CounterfactualView(
                state.book.limitFor(buy, buy.remaining()).orElse(0), mostLots(buy), nearestStart(buy));
    }

    /**
     * A divisible buy says it itself. Of all-or-none ones a larger one never costs less for each lot, so the largest that
     * trades is found by halving.
     */
    private long mostLots(Buy buy) {
        if (!buy.allOrNone()) {
            return state.book.prospect(buy);
        }
        long fits = 0;
        long tooMany = buy.remaining() + 1;
        while (tooMany - fits > 1) {
            long middle = fits + (tooMany - fits) / 2;
            if (fills(buy, buy.window(), middle)) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    private Optional<DeliveryWindow> nearestStart(Buy buy) {
        DeliveryWindow asked = buy.window();
        for (long away = 0; away < DeliveryWindow.MAX_HOURS; away++) {
            for (long start :
                    away == 0 ? new long[] {asked.start()} : new long[] {asked.start() - away, asked.start() + away}) {
                boolean listed = start >= state.firstOpenHour && start + asked.hours() <= state.listedUntil;
                if (listed && fills(buy, new DeliveryWindow(start, asked.hours()), buy.remaining())) {
                    return Optional.of(new DeliveryWindow(start, asked.hours()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean fills(Buy buy, DeliveryWindow window, long lots) {
        Buy other = buy.as(window, buy.limit(), buy.allOrNone(), lots);
        return state.book.prospect(other) == lots;
    }
}
