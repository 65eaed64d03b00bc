package io.tidemark.fleet.settlement;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Word to holders, to several at once and to each webhook one after the other: an address that keeps a call waiting for as
 * long as it may holds up its own word and nobody else's. Nothing waits in memory: what there is no room for stays a row.
 */
final class HolderWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HolderWork.class);
    private static final int AT_ONCE = 16;

    private final Tasks tasks;
    private final StepWork step;
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "tidemark-webhook-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    HolderWork(Tasks tasks, StepWork step) {
        this.tasks = tasks;
        this.step = step;
    }

    /** Begins with what is due and has room, and does not wait for it; gives how much that is. */
    int run() {
        int room = AT_ONCE - busy.size();
        List<Task> claimed = room > 0 ? tasks.claimWord(room, Set.copyOf(busy)) : List.of();
        for (Task task : claimed) {
            busy.add(task.key().subject());
            threads.execute(() -> tell(task));
        }
        return claimed.size();
    }

    private void tell(Task task) {
        try {
            step.call(task);
            step.done(task);
        } catch (RuntimeException failed) {
            fail(task, failed);
        } finally {
            busy.remove(task.key().subject());
        }
    }

    private void fail(Task task, RuntimeException why) {
        try {
            // Its holder reads this, and has no use for the name of a class.
            String problem = Objects.requireNonNullElse(why.getMessage(), why.toString());
            LOG.info("{}, attempt {}: {}", task.idempotencyKey(), task.attempts(), problem);
            tasks.failed(task, problem);
        } catch (RuntimeException unreachable) {
            // It comes again when its claim has run out.
            LOG.warn("{} could not be put off", task.idempotencyKey(), unreachable);
        }
    }

    /** Lets the calls that run end. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(Settlement.MOST_SILENT_MS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
