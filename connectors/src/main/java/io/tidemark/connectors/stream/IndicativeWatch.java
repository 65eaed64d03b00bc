package io.tidemark.connectors.stream;

import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.IndicativeView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the call of a pool would come to. It is asked for seldom, since each time the auction is held for it, and only while
 * somebody listens and a call runs; each stream remembers which version it was told last.
 */
final class IndicativeWatch {
    private final PoolId pool;
    private @Nullable IndicativeView view;
    private long version;
    private long sequence;
    private long lookedAt;

    IndicativeWatch(PoolId pool) {
        this.pool = pool;
    }

    /** Looks again, unless that was done a moment ago. */
    void look(PoolHistory history, Desk desk, Duration pause) {
        if (!history.isKnown()) {
            return;
        }
        if (history.view().phase() != Phase.CALL) {
            end(history);
        } else if (view == null || System.nanoTime() - lookedAt >= pause.toNanos()) {
            lookedAt = System.nanoTime();
            Answer<View> answer = desk.ask(pool, new Query.Indicative());
            sequence = answer.sequence();
            see((IndicativeView) answer.value());
        }
    }

    private void see(IndicativeView now) {
        if (!now.equals(view)) {
            view = now;
            version++;
        }
    }

    /** A call that is over has no indication: whoever was told one is told that. */
    private void end(PoolHistory history) {
        if (view != null && view.phase() == Phase.CALL) {
            sequence = history.sequence();
            see(new IndicativeView(history.view().phase(), history.view().reason(), 0, List.of()));
        }
    }

    /** Ascends with every change; 0 before the first call that somebody saw. */
    long version() {
        return version;
    }

    /** The last command that it knows of. */
    long sequence() {
        return sequence;
    }

    /** Empty before the first call that somebody saw. */
    Optional<IndicativeView> view() {
        return Optional.ofNullable(view);
    }
}
