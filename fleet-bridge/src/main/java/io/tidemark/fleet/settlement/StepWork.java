package io.tidemark.fleet.settlement;

import io.tidemark.fleet.settlement.Task.Step;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of the tasks: claim, call, done. Between the call and the mark that it is done a kill makes the call come
 * again, with the same key; that is why ports must absorb repetitions, and all that they must.
 */
final class StepWork {
    private static final Logger LOG = LoggerFactory.getLogger(StepWork.class);
    private static final int AT_ONCE = 50;

    private final Tasks tasks;
    private final Step step;
    private final FleetPort fleet;
    private final HolderPort holder;
    private final Consumer<String> killPoint;

    StepWork(Tasks tasks, Step step, FleetPort fleet, HolderPort holder, Consumer<String> killPoint) {
        this.tasks = tasks;
        this.step = step;
        this.fleet = fleet;
        this.holder = holder;
        this.killPoint = killPoint;
    }

    Step step() {
        return step;
    }

    /** Tasks that are this step's to do now. */
    List<Task> claim() {
        List<Task> claimed = tasks.claim(step, AT_ONCE);
        if (!claimed.isEmpty()) {
            killPoint.accept("task:" + step + ":after-claim");
        }
        return claimed;
    }

    /** Makes the call. What it throws means that the call must come again. */
    void call(Task task) {
        if (tasks.wasTriedTooOften(task)) {
            throw new SettlementException("no answer to " + (task.attempts() - 1) + " attempts");
        }
        String key = task.idempotencyKey();
        switch (step) {
            case FLEET -> callFleet(key, task);
            case HOLDER -> holder.tell(key, task);
        }
        killPoint.accept("task:" + step + ":after-call");
    }

    private void callFleet(String key, Task task) {
        switch (task.key().kind()) {
            case DELIVER -> fleet.deliver(key, task);
            case LEASE -> fleet.lease(key, task);
            case NOTICE -> fleet.notice(key, task);
            case RELEASE -> fleet.release(key, task);
            case TELL -> throw new IllegalStateException("not for the fleet: " + task);
        }
    }

    void done(Task task) {
        tasks.done(task);
        killPoint.accept("task:" + step + ":after-done");
    }

    void failed(Task task, Throwable why) {
        LOG.warn("{}, attempt {}: {}", task.idempotencyKey(), task.attempts(), why.toString());
        tasks.failed(task, why.toString());
    }

    /** All of it for what is due now, on the calling thread; gives how many were claimed. */
    int run() {
        List<Task> claimed = claim();
        for (Task task : claimed) {
            try {
                call(task);
                done(task);
            } catch (RuntimeException failed) {
                failed(task, failed);
            }
        }
        return claimed.size();
    }
}
