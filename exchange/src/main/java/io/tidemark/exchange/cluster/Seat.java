package io.tidemark.exchange.cluster;

import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.ClusterStatus.PoolStatus;
import io.tidemark.exchange.cluster.Letters.Busy;
import io.tidemark.exchange.cluster.Letters.Enter;
import io.tidemark.exchange.cluster.Letters.Entered;
import io.tidemark.exchange.cluster.Letters.Errand;
import io.tidemark.exchange.cluster.Letters.Look;
import io.tidemark.exchange.cluster.Letters.NotServed;
import io.tidemark.exchange.cluster.Letters.Outcome;
import io.tidemark.exchange.cluster.Letters.Seen;
import io.tidemark.exchange.cluster.Letters.Told;
import io.tidemark.exchange.cluster.Letters.Unknown;
import io.tidemark.exchange.cluster.PoolOperations.Ask;
import io.tidemark.exchange.cluster.PoolOperations.Discard;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool on a member: whether it is served here, and how it comes here and leaves. One thread at a time tends it; anyone
 * may bring errands.
 */
final class Seat {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 5;
    private static final long LONGEST_DRAIN_SECONDS = 10;

    /** Who was asked to leave does not come back before the other had time to sit down. */
    private static final Duration COURTESY = Duration.ofSeconds(3);

    /** Who has served for so long has not failed at once. */
    private static final Duration SOUND = Duration.ofSeconds(10);

    private final PoolId pool;
    private final IMap<String, PoolHost> memory;
    private final Duties duties;
    private final TakeOver takeOver;
    private final String address;
    private volatile @Nullable PoolSequencer serving;
    private volatile PoolState state = PoolState.ELSEWHERE;
    private volatile String detail = "";
    private long servingSince;
    private volatile long notBefore = System.nanoTime();
    private int failures;

    Seat(PoolId pool, IMap<String, PoolHost> memory, Duties duties, TakeOver takeOver, String address) {
        this.pool = pool;
        this.memory = memory;
        this.duties = duties;
        this.takeOver = takeOver;
        this.address = address;
    }

    /** Under this name the pool is a duty. */
    static String duty(PoolId pool) {
        return "pool " + pool;
    }

    boolean isServing() {
        PoolSequencer here = serving;
        return here != null && here.stopped() == null;
    }

    /** Whether it is served here, or is about to be, or is being left. */
    boolean isTaken() {
        return serving != null || state == PoolState.LEAVING || state == PoolState.TAKING_OVER;
    }

    /** Whether {@link #tend} would do anything: asked often, and cheap. */
    boolean needsTending(boolean wanted, String obstacle) {
        PoolSequencer here = serving;
        if (here == null) {
            return wanted
                    ? System.nanoTime() - notBefore >= 0
                    : state != PoolState.ELSEWHERE || !detail.equals(obstacle);
        }
        return !wanted || here.stopped() != null || (duties.isPresent() && !duties.holds(duty(pool)));
    }

    PoolStatus status(long knownSequence) {
        PoolSequencer here = serving;
        return here == null
                ? new PoolStatus(pool.toString(), address, 0, knownSequence, state, detail)
                : new PoolStatus(
                        pool.toString(), address, here.epoch(), here.gate().durable(), state, detail);
    }

    /** Why it is not served here although it should be. */
    Optional<String> stopped() {
        return state == PoolState.STOPPED || state == PoolState.WAITING ? Optional.of(detail) : Optional.empty();
    }

    /** How busy it is, and zeros where it is not served here. */
    PoolLoad load(long knownSequence) {
        PoolSequencer here = serving;
        return here == null ? new PoolLoad(0, 0, knownSequence) : here.load();
    }

    // ---- errands

    /** Does an errand, if the pool is served here, and tells once what became of it. */
    void run(Errand errand, Consumer<Outcome> done) {
        PoolSequencer here = serving;
        if (here == null) {
            done.accept(notServed());
            return;
        }
        CompletableFuture<Outcome> told =
                errand instanceof Look look ? look(here, look.query()) : enter(here, (Enter) errand);
        CompletableFuture<?> unused = told.whenComplete(
                (outcome, failed) -> done.accept(failed == null ? outcome : outcomeOf(failed, errand)));
    }

    private Outcome notServed() {
        return new NotServed(pool + " is not served by " + address + ": "
                + (detail.isEmpty() ? "it is to be served elsewhere" : detail));
    }

    private static CompletableFuture<Outcome> enter(PoolSequencer here, Enter enter) {
        if (enter.commands().size() == 1) {
            return here.submit(enter.commands().get(0)).thenApply(answer -> new Entered(List.of(told(answer))));
        }
        return here.submit(enter.commands())
                .thenApply(
                        answers -> new Entered(answers.stream().map(Seat::told).toList()));
    }

    private static Told told(Exchange.Answer<Reply> answer) {
        return new Told(answer.sequence(), answer.time(), answer.value());
    }

    private CompletableFuture<Outcome> look(PoolSequencer here, Query query) {
        return memory.submitToKey(pool.toString(), new Ask(here.epoch(), query))
                .toCompletableFuture()
                .thenApply(Ask::decode)
                .thenCompose(answer -> here.gate().await(answer.sequence()).thenApply(durable -> answer))
                .thenApply(answer -> {
                    // Asked last: while this member counts as present nobody can have taken the pool, so that what was
                    // seen was the newest there is.
                    if (!duties.isPresent()) {
                        return new NotServed(address + " does not know whether it still has " + pool
                                + ": it could not say in the database that it is present");
                    }
                    return new Seen(answer.sequence(), answer.time(), answer.value());
                });
    }

    private Outcome outcomeOf(Throwable failed, Errand errand) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof ExchangeBusyException) {
            return new Busy(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof NotEnteredException || errand instanceof Look) {
            return new NotServed(String.valueOf(cause.getMessage()));
        }
        return new Unknown(String.valueOf(cause.getMessage()));
    }

    // ---- coming and leaving

    /**
     * Stops a pool that is not what its journal says, so that it is taken over from the journal again. Nothing happens where it
     * is not served, or where its engine was made of the journal beyond that command.
     *
     * @param sequence the command from which on pool and journal are not known to be the same
     */
    void halt(long sequence, String why) {
        PoolSequencer here = serving;
        if (here != null && here.stopped() == null && here.begunBehind() < sequence) {
            LOG.error("{} halts {}: {}", address, pool, why);
            here.halt(new ExchangeStoppedException("pool " + pool + " was halted: " + why));
        }
    }

    /**
     * Does what is next: takes the pool over, leaves it, or nothing.
     *
     * @param wanted whether this member is to serve it
     * @param obstacle why it is to serve nothing at all; empty if that is not so
     */
    synchronized void tend(boolean wanted, String obstacle) throws InterruptedException {
        PoolSequencer here = serving;
        if (here != null) {
            ExchangeStoppedException why = here.stopped();
            if (why != null) {
                drop(here, String.valueOf(why.getMessage()));
            } else if (duties.isPresent() && !duties.holds(duty(pool))) {
                drop(here, "another member took the pool while this one was not heard of");
            } else if (!wanted) {
                leave(here);
            }
        } else if (!wanted) {
            state = PoolState.ELSEWHERE;
            detail = obstacle;
        } else if (System.nanoTime() - notBefore >= 0) {
            sit();
        }
    }

    private void sit() throws InterruptedException {
        if (state != PoolState.WAITING) {
            state = PoolState.TAKING_OVER;
        }
        long began = System.nanoTime();
        try {
            PoolSequencer taken = takeOver.of(pool);
            detail = "";
            state = PoolState.SERVING;
            servingSince = System.nanoTime();
            serving = taken;
            LOG.info(
                    "{} serves {} from sequence {} on, epoch {}, after {} ms",
                    address,
                    pool,
                    taken.gate().durable() + 1,
                    taken.epoch(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        } catch (HeldElsewhereException held) {
            if (state != PoolState.WAITING) {
                LOG.warn("{}", held.getMessage());
            }
            detail = String.valueOf(held.getMessage());
            state = PoolState.WAITING;
            notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MILLIS);
        } catch (RuntimeException failed) {
            LOG.warn("{} could not take over {}: {}", address, pool, failed.toString());
            stopped("it could not be taken over: " + failed.getMessage());
        }
    }

    private void stopped(String why) {
        detail = why;
        state = PoolState.STOPPED;
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS);
        failures++;
        notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
    }

    /** What is in memory may be more than is durable: all of it goes. */
    private void drop(PoolSequencer here, String why) {
        LOG.warn("{} steps down from {}: {}", address, pool, why);
        if (System.nanoTime() - servingSince > SOUND.toNanos()) {
            failures = 0;
        }
        serving = null;
        stopped(why);
        here.stop();
        discard(here.epoch());
    }

    /** Leaves in good order: nobody is turned away whose command is on its way. */
    private void leave(PoolSequencer here) {
        state = PoolState.LEAVING;
        serving = null;
        here.stop();
        try {
            here.gate().await(here.sequence()).get(LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException kept) {
            LOG.warn("{} leaves {} with commands that did not become durable: {}", address, pool, kept.toString());
        }
        discard(here.epoch());
        state = PoolState.ELSEWHERE;
        detail = "";
        failures = 0;
        LOG.info("{} has left {} after sequence {}", address, pool, here.sequence());
    }

    private void discard(long epoch) {
        try {
            memory.executeOnKey(pool.toString(), new Discard(epoch));
        } catch (RuntimeException unreachable) {
            // Nobody else answers from it: it is of an epoch that is over.
            LOG.debug("the memory of {} is left behind: {}", pool, unreachable.toString());
        }
        try {
            duties.release(duty(pool));
        } catch (RuntimeException unreachable) {
            LOG.debug("{} is not given back: {}", pool, unreachable.toString());
        }
    }

    /** Leaves because another member is to serve it, and does not come back at once. */
    synchronized void makeRoom() {
        notBefore = System.nanoTime() + COURTESY.toNanos();
        PoolSequencer here = serving;
        if (here != null) {
            leave(here);
        }
    }
}
