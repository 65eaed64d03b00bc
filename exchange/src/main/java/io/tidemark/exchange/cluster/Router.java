package io.tidemark.exchange.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import io.tidemark.exchange.cluster.Letters.Answered;
import io.tidemark.exchange.cluster.Letters.Busy;
import io.tidemark.exchange.cluster.Letters.Errand;
import io.tidemark.exchange.cluster.Letters.Look;
import io.tidemark.exchange.cluster.Letters.NotServed;
import io.tidemark.exchange.cluster.Letters.Outcome;
import io.tidemark.exchange.cluster.Letters.Request;
import io.tidemark.exchange.cluster.Letters.Unknown;
import io.tidemark.exchange.contract.PoolId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings errands to whoever serves their pool. What was certainly not entered is brought again, until patience is over; a
 * command of which that is not certain never is: only who knows its client order id can ask what became of it.
 */
final class Router implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;
    private static final int MOST_WAITING = 65_536;

    private final Mail mail;
    private final Function<PoolId, Seat> seats;
    private final Function<PoolId, @Nullable Member> owners;
    private final Duration patience;
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Long, Trip> abroad = new ConcurrentHashMap<>();
    private final Map<UUID, Lane<Request>> lanes = new ConcurrentHashMap<>();
    private final Set<UUID> leaving = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "routing"));
    private final ExecutorService carriers = Executors.newFixedThreadPool(2, task -> new Thread(task, "letters"));
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    /** An errand from here, until it is done. */
    private static final class Trip {
        final PoolId pool;
        final Errand errand;
        final long deadline;
        final Consumer<Outcome> done;
        volatile @Nullable UUID carrier;
        volatile boolean sent;

        Trip(PoolId pool, Errand errand, long deadline, Consumer<Outcome> done) {
            this.pool = pool;
            this.errand = errand;
            this.deadline = deadline;
            this.done = done;
        }
    }

    /**
     * Begins to route.
     *
     * @param owners the member that is to serve a pool, or null if nobody is
     */
    Router(Mail mail, Function<PoolId, Seat> seats, Function<PoolId, @Nullable Member> owners, Duration patience) {
        this.mail = mail;
        this.seats = seats;
        this.owners = owners;
        this.patience = patience;
        this.sweeping = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** Has an errand done, wherever its pool is served. Never fails: what is not known is an outcome. */
    void bring(PoolId pool, Errand errand, Consumer<Outcome> done) {
        route(new Trip(pool, errand, System.nanoTime() + patience.toNanos(), done));
    }

    private void route(Trip trip) {
        Seat here = seats.apply(trip.pool);
        Member owner = here.isServing() ? null : owners.apply(trip.pool);
        if (here.isServing() || (owner != null && owner.localMember())) {
            here.run(trip.errand, outcome -> settle(trip, outcome));
        } else if (owner == null || leaving.contains(owner.getUuid())) {
            settle(trip, new NotServed("no member is to serve " + trip.pool + " just now"));
        } else {
            send(owner, trip);
        }
    }

    private void settle(Trip trip, Outcome outcome) {
        boolean again = outcome instanceof NotServed || (outcome instanceof Unknown && trip.errand instanceof Look);
        if (!again) {
            trip.done.accept(outcome);
        } else if (closed || System.nanoTime() - trip.deadline >= 0) {
            trip.done.accept(outcome instanceof Unknown unknown ? new NotServed(unknown.why()) : outcome);
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            trip.done.accept(new Busy("too many wait for " + trip.pool + " to be served again"));
        } else {
            bringAgain(trip);
        }
    }

    private void bringAgain(Trip trip) {
        try {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> {
                        waiting.decrementAndGet();
                        route(trip);
                    },
                    PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            trip.done.accept(new NotServed("this member is being closed"));
        }
    }

    // ---- to another member and back

    private void send(Member owner, Trip trip) {
        Lane<Request> lane = lanes.computeIfAbsent(owner.getUuid(), uuid -> lane(owner));
        if (lane.queued() > MOST_WAITING) {
            settle(trip, new Busy("too much is on its way to " + owner.getAddress()));
            return;
        }
        long id = lastId.incrementAndGet();
        trip.sent = false;
        trip.carrier = owner.getUuid();
        abroad.put(id, trip);
        lane.offer(new Request(id, trip.pool.toString(), trip.errand));
    }

    private Lane<Request> lane(Member owner) {
        return new Lane<>(
                request -> request.errand().size(),
                carriers,
                batch -> {
                    for (Request request : batch) {
                        Trip trip = abroad.get(request.id());
                        if (trip != null) {
                            trip.sent = true;
                        }
                    }
                    return mail.requests(owner, batch);
                },
                this::lost);
    }

    private void lost(List<Request> batch, Throwable failed) {
        Outcome outcome = wasNotSent(failed)
                ? new NotServed("the member that is to serve the pool has gone")
                : new Unknown("the member that serves the pool was lost on the way: " + failed.getMessage());
        for (Request request : batch) {
            Trip trip = abroad.remove(request.id());
            if (trip != null) {
                settle(trip, outcome);
            }
        }
    }

    /** Or arrived at a member that certainly did nothing with it. */
    private static boolean wasNotSent(Throwable failed) {
        Throwable cause = failed;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof NotEnteredException
                || cause instanceof TargetNotMemberException
                || cause instanceof HazelcastInstanceNotActiveException
                || cause instanceof RejectedExecutionException;
    }

    /** Outcomes that came back. */
    void answered(List<Answered> answers) {
        for (Answered answer : answers) {
            Trip trip = abroad.remove(answer.id());
            if (trip != null) {
                settle(trip, answer.outcome());
            }
        }
    }

    /** A member serves nothing any more: its partitions are about to move. */
    void memberLeaves(UUID member) {
        leaving.add(member);
    }

    /** Nothing comes back from a member any more. */
    void memberGone(UUID member) {
        lanes.remove(member);
        leaving.remove(member);
        abroad.forEach((id, trip) -> {
            if (member.equals(trip.carrier) && abroad.remove(id, trip)) {
                settle(
                        trip,
                        trip.sent
                                ? new Unknown("the member that serves " + trip.pool
                                        + " was lost before it told what became of the command")
                                : new NotServed("the member that is to serve " + trip.pool + " has gone"));
            }
        });
    }

    private void sweep() {
        long late = System.nanoTime() - patience.toNanos();
        abroad.forEach((id, trip) -> {
            if (late - trip.deadline > 0 && abroad.remove(id, trip)) {
                settle(trip, new Unknown("the member that serves " + trip.pool + " did not answer in time"));
            }
        });
    }

    /** Errands that are on their way to others. */
    int abroad() {
        return abroad.size();
    }

    /** Nothing is brought again; what is on its way is not known. */
    @Override
    public void close() {
        closed = true;
        sweeping.cancel(false);
        timer.shutdown();
        abroad.forEach((id, trip) -> {
            if (abroad.remove(id, trip)) {
                settle(trip, new Unknown("this member was closed before it heard what became of the command"));
            }
        });
        carriers.shutdown();
    }
}
