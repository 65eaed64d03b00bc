package io.tidemark.connectors.rest;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command.MassCancel;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes back many orders at once, pool by pool. Sent again it ends what has come since, and otherwise nothing. */
final class MassCancelling {
    private final Market market;

    MassCancelling(Market market) {
        this.market = market;
    }

    /** Which ones, as the parameters say it. */
    record Wanted(
            @Nullable String pool,
            @Nullable String side,
            @Nullable String start,
            @Nullable String hours,
            @Nullable String spot) {}

    /**
     * What ended.
     *
     * @param ended orders and bids in all pools
     */
    record CancelledBody(long ended, List<PoolCancelled> pools) {}

    record PoolCancelled(String pool, long ended) {}

    CancelledBody cancel(long account, Wanted wanted) {
        List<PoolId> pools = wanted.pool() == null ? market.pools() : List.of(market.pool(wanted.pool(), "pool"));
        MassCancel command = command(account, wanted);
        List<PoolCancelled> ended = new ArrayList<>();
        List<ProblemException> failed = new ArrayList<>();
        for (PoolId pool : pools) {
            try {
                ended.add(new PoolCancelled(pool.toString(), cancel(pool, command)));
            } catch (ProblemException problem) {
                // Whoever wants out wants out everywhere: one silent pool must not save the orders in the next.
                failed.add(problem);
            }
        }
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
        return new CancelledBody(ended.stream().mapToLong(PoolCancelled::ended).sum(), ended);
    }

    private long cancel(PoolId pool, MassCancel command) {
        Reply reply =
                market.submitForReply(pool, command, "send the same request again: what is cancelled stays cancelled");
        if (reply instanceof Refused refused) {
            if (refused.reason() == Refusal.UNKNOWN_ACCOUNT) {
                return 0; // It has never traded there.
            }
            throw Problem.of(refused).asException();
        }
        return ((Reply.Cancelled) reply).orders();
    }

    private MassCancel command(long account, Wanted wanted) {
        Optional<Side> side = Optional.ofNullable(wanted.side()).map(text -> Fields.constant(Side.class, text, "side"));
        Optional<DeliveryWindow> hours = hours(wanted);
        boolean spot = wanted.spot() != null && Fields.truth(wanted.spot(), "spot");
        if (spot && (side.isPresent() || hours.isPresent())) {
            throw Problem.of(new Refused(
                            Refusal.TERMS_CONTRADICT,
                            "spot",
                            "a spot bid has neither a side nor hours to choose it by",
                            "leave spot out, or side, start and hours"))
                    .asException();
        }
        return new MassCancel(account, side, hours, spot);
    }

    private Optional<DeliveryWindow> hours(Wanted wanted) {
        if (wanted.start() == null && wanted.hours() == null) {
            return Optional.empty();
        }
        long start = Fields.hour(
                Fields.required(wanted.start(), "start", "the first hour, such as 2026112105 or +3h"),
                "start",
                market.now());
        int count = Fields.count(
                Fields.required(wanted.hours(), "hours", "how many hours, 1 to " + DeliveryWindow.MAX_HOURS),
                "hours",
                1,
                DeliveryWindow.MAX_HOURS);
        return Optional.of(Fields.window(start, count, "hours"));
    }
}
