package io.tidemark.exchange.cluster;

import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.PoolOperations.Install;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import io.tidemark.exchange.duty.Duties.Claim;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * How a member becomes the owner of a pool: it asks whoever has it to leave, raises the epoch, brings a copy of the engine
 * to the end of the journal, and writes a record of its own before it takes a command from anybody.
 */
final class TakeOver {
    private static final Duration LONGEST_READING = Duration.ofSeconds(60);
    private static final long LONGEST_FIRST_WRITE_SECONDS = 10;

    private final Duties duties;
    private final BiFunction<Long, PoolId, Boolean> askToLeave;
    private final Journal journal;
    private final Standby standby;
    private final IMap<String, PoolHost> memory;
    private final Map<String, PoolEngine> prepared;
    private final PoolSequencer.Surroundings around;

    /**
     * For all pools of a member.
     *
     * @param askToLeave asks the member of a number to leave a pool and waits until it has; false if there is no such
     *     member in sight
     * @param prepared engines for the map, under the names of their pools
     */
    TakeOver(
            Duties duties,
            BiFunction<Long, PoolId, Boolean> askToLeave,
            Standby standby,
            Map<String, PoolEngine> prepared,
            PoolSequencer.Surroundings around) {
        this.duties = duties;
        this.askToLeave = askToLeave;
        this.journal = around.journal();
        this.standby = standby;
        this.memory = around.pools();
        this.prepared = prepared;
        this.around = around;
    }

    /**
     * Takes a pool over.
     *
     * @return its sequencer, at work
     * @throws HeldElsewhereException if another member has it and is out of reach
     * @throws RuntimeException if anything else is in the way: nothing is served here, and it can be tried again
     */
    PoolSequencer of(PoolId pool) throws InterruptedException {
        claim(pool);
        try {
            return takeOver(pool);
        } catch (RuntimeException failed) {
            prepared.remove(pool.toString());
            duties.release(Seat.duty(pool));
            throw failed;
        }
    }

    private void claim(PoolId pool) {
        String duty = Seat.duty(pool);
        Claim claim = duties.claim(duty);
        if (claim.mine()) {
            return;
        }
        boolean inSight = askToLeave.apply(claim.holder(), pool);
        // A holder who was asked and does not leave is passed over: the journal's epoch keeps him out.
        claim = duties.claim(duty, inSight);
        if (!claim.mine()) {
            throw new HeldElsewhereException(pool, claim.holder());
        }
    }

    private PoolSequencer takeOver(PoolId pool) throws InterruptedException {
        String name = pool.toString();
        PoolHead head = journal.takeOver(name);
        PoolEngine engine = standby.copy(pool, head, LONGEST_READING);
        prepared.put(name, engine);
        long nextTimer = Install.nextTimer(memory.executeOnKey(name, new Install(head.epoch())));
        prepared.remove(name);
        PoolSequencer sequencer = new PoolSequencer(
                pool, around.at(engine.time()), new PoolSequencer.Start(head.epoch(), head.sequence(), nextTimer));
        sequencer.start();
        try {
            // The first thing that an owner writes is its epoch, in a record that does nothing else.
            sequencer.submit(new Command.Tick()).get(LONGEST_FIRST_WRITE_SECONDS, TimeUnit.SECONDS);
            return sequencer;
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            sequencer.stop();
            if (failed instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException("its first record did not become durable: " + failed, failed);
        }
    }
}
