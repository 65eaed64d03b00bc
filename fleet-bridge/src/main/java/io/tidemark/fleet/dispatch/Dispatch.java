package io.tidemark.fleet.dispatch;

import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.node.Delivery;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.LeaseView;
import io.tidemark.fleet.settlement.FleetPort;
import io.tidemark.fleet.settlement.Task;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Tells the fleet what was sold. The fleet ignores what it has heard before, by the generation of the task, so a call that
 * is repeated changes nothing.
 */
public final class Dispatch implements FleetPort {
    private final Fleet fleet;
    private final PoolPort pools;
    private final LongFunction<Access> access;
    private final LongSupplier now;

    /**
     * A dispatch to a fleet.
     *
     * @param access how an account gets into its nodes
     * @param now market time, epoch milliseconds
     */
    public Dispatch(Fleet fleet, PoolPort pools, LongFunction<Access> access, LongSupplier now) {
        this.fleet = fleet;
        this.pools = pools;
        this.access = access;
        this.now = now;
    }

    @Override
    public void deliver(String idempotencyKey, Task task) {
        fleet.deliver(
                Delivery.firm(
                        task.key().pool(),
                        task.key().account(),
                        task.key().subject(),
                        task.key().generation(),
                        Math.toIntExact(task.lots()),
                        access.apply(task.key().account())),
                now.getAsLong());
    }

    @Override
    public void lease(String idempotencyKey, Task task) {
        long instant = now.getAsLong();
        fleet.deliver(
                Delivery.spot(
                        task.key().pool(),
                        task.key().account(),
                        task.key().subject(),
                        task.key().generation(),
                        Math.toIntExact(task.lots()),
                        isGang(task),
                        startOf(task).orElse(instant),
                        access.apply(task.key().account())),
                instant);
    }

    /** A lease that goes on keeps its beginning. */
    private Optional<Long> startOf(Task task) {
        return fleet.lease(keyOf(task)).filter(lease -> !lease.ended()).map(LeaseView::from);
    }

    private boolean isGang(Task task) {
        View bid = pools.ask(
                task.key().pool(),
                new Query.OrderOf(task.key().account(), task.key().subject()));
        return bid instanceof View.OrderView order && order.allOrNone();
    }

    @Override
    public void notice(String idempotencyKey, Task task) {
        fleet.notice(
                keyOf(task),
                task.key().generation(),
                staying(task),
                Math.max(task.endsAt(), now.getAsLong()),
                now.getAsLong());
    }

    @Override
    public void release(String idempotencyKey, Task task) {
        // The end of a notice was told with the notice, and the fleet keeps it by itself.
        if (!task.reason().equals(LeaseEnd.RECLAIMED.name())) {
            fleet.release(keyOf(task), task.key().generation(), staying(task), now.getAsLong());
        }
    }

    /** Lots that neither go now nor are under notice already. */
    private int staying(Task task) {
        return fleet.lease(keyOf(task))
                .map(lease -> {
                    long noticed = lease.assigned().stream()
                            .filter(lot -> lot.noticeEnds().isPresent())
                            .count();
                    return Math.toIntExact(Math.max(0, lease.lots() - noticed - task.lots()));
                })
                .orElse(0);
    }

    private static LeaseKey keyOf(Task task) {
        return LeaseKey.spot(task.key().pool(), task.key().account(), task.key().subject());
    }
}
