package io.tidemark.exchange.cluster;

import io.tidemark.exchange.pool.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for the sequencer of their pool: bounded by their number, many threads enter, one takes.
 *
 * <p>Nobody who enters takes a lock or waits. The one who takes sleeps only when there is nothing, and only then is woken:
 * a wake-up costs microseconds, so a busy sequencer gets none.
 */
final class CommandQueue {
    static final int LONGEST = 65_536;

    /** Places that only cancels may use: whoever wants out gets out. */
    static final int KEPT_FOR_CANCELS = 4_096;

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger commands = new AtomicInteger();
    private volatile @Nullable Thread sleeper;

    /** How many commands wait. */
    int size() {
        return commands.get();
    }

    /** Puts someone at the end; false, and nothing entered, if there is no room for all of the commands. */
    boolean enter(Waiting waiting) {
        List<Command> entering = waiting.commands();
        int room = LONGEST - (areCancels(entering) ? 0 : KEPT_FOR_CANCELS);
        // Counted before it is there, so that the queue never has more than it says.
        if (commands.addAndGet(entering.size()) > room) {
            commands.addAndGet(-entering.size());
            return false;
        }
        queue.add(waiting);
        wake();
        return true;
    }

    private static boolean areCancels(List<Command> commands) {
        for (Command command : commands) {
            if (!(command instanceof Command.Cancel)) {
                return false;
            }
        }
        return true;
    }

    /** Wakes the one who takes. */
    void wake() {
        Thread asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
    }

    /** Sleeps until something waits, somebody wakes this thread, or the time is over. Only the one who takes. */
    void await(long nanos) {
        sleeper = Thread.currentThread();
        // Entered and then looked for a sleeper, or slept and then looked into the queue: one of the two sees the
        // other.
        if (queue.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
    }

    /**
     * Takes who has waited longest, as far as their commands are {@code most} together. Only the one who takes.
     *
     * @return how many commands they are
     */
    int take(List<Waiting> taken, int most) {
        int count = 0;
        for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
            int more = next.commands().size();
            if (count + more > most) {
                break;
            }
            queue.poll();
            taken.add(next);
            count += more;
        }
        commands.addAndGet(-count);
        return count;
    }

    /** Takes everybody, once nobody takes in the ordinary way any more: from any thread. */
    synchronized List<Waiting> takeRest() {
        List<Waiting> rest = new ArrayList<>();
        take(rest, Integer.MAX_VALUE);
        return rest;
    }
}
