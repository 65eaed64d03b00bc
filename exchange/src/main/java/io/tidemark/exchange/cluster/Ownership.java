package io.tidemark.exchange.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitionService;
import io.tidemark.exchange.contract.PoolId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which member is to serve a pool: the owner of the partition of its key, as long as enough members see each other. It looks
 * again and again, because being told is not certain. All of it is for liveness: two members may think for a while that
 * they are to serve a pool, and the journal takes the records of one.
 */
final class Ownership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_LEAVING_SECONDS = 30;

    private final HazelcastInstance member;
    private final PartitionService partitions;
    private final int quorum;
    private final Supplier<Set<PoolId>> pools;
    private final Function<PoolId, Seat> seats;
    private final Consumer<String> lost;
    private final Set<PoolId> tended = ConcurrentHashMap.newKeySet();
    private final ExecutorService hands = Executors.newCachedThreadPool(task -> new Thread(task, "ownership-hand"));
    private final Thread thread = new Thread(this::run, "ownership");
    private boolean changed;
    private volatile boolean leaving;
    private volatile boolean closed;

    /**
     * Begins to look when it is started.
     *
     * @param lost told why this member can look no more, once and for all
     */
    Ownership(
            HazelcastInstance member,
            int quorum,
            Supplier<Set<PoolId>> pools,
            Function<PoolId, Seat> seats,
            Consumer<String> lost) {
        this.member = member;
        this.partitions = member.getPartitionService();
        this.quorum = quorum;
        this.pools = pools;
        this.seats = seats;
        this.lost = lost;
    }

    void start() {
        thread.start();
    }

    /** The member that is to serve a pool; null if nobody is just now. */
    @Nullable Member of(PoolId pool) {
        return isRunning() ? partitions.getPartition(pool.toString()).getOwner() : null;
    }

    private boolean isRunning() {
        return member.getLifecycleService().isRunning();
    }

    /** Something has changed: looks at once. */
    synchronized void look() {
        changed = true;
        notifyAll();
    }

    private void run() {
        while (!closed) {
            try {
                String obstacle = obstacle();
                for (PoolId pool : pools.get()) {
                    Member owner = of(pool);
                    tend(pool, obstacle.isEmpty() && owner != null && owner.localMember(), obstacle);
                }
                pause();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                if (!isRunning()) {
                    lost.accept("this member has lost its Hazelcast: " + failed);
                    return;
                }
                LOG.warn("cannot tell who is to serve which pool: {}", failed.toString());
            }
        }
    }

    /** Why this member is to serve nothing at all; empty if it may. */
    private String obstacle() {
        if (leaving) {
            return "this member is being closed";
        }
        int inSight = member.getCluster().getMembers().size();
        return inSight >= quorum
                ? ""
                : "only " + inSight + " members are in sight and " + quorum
                        + " must be: start the others, or mend the network between them";
    }

    private synchronized void pause() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        for (long left = LOOK_MILLIS;
                !changed && left > 0;
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
            wait(left);
        }
        changed = false;
    }

    private void tend(PoolId pool, boolean wanted, String obstacle) {
        if (!tended.add(pool)) {
            return;
        }
        Seat seat = seats.apply(pool);
        if (!seat.needsTending(wanted, obstacle)) {
            tended.remove(pool);
            return;
        }
        hands.execute(() -> {
            try {
                seat.tend(wanted, obstacle);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                LOG.error("{} could not be tended", pool, failed);
            } finally {
                tended.remove(pool);
            }
        });
    }

    /** Takes no pool over any more. */
    void end() {
        leaving = true;
        look();
    }

    /** Leaves every pool in good order and takes none over any more. */
    void leaveAll(Map<PoolId, Seat> all) {
        end();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_LEAVING_SECONDS);
        try {
            while (all.values().stream().anyMatch(Seat::isTaken) && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        look();
        hands.shutdown();
    }
}
