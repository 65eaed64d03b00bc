package io.tidemark.connectors.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tasks in a map; none at first. */
final class MemoryTasks implements TaskDesk {
    private final Map<Long, Task> tasks = new TreeMap<>();

    synchronized void add(Task task) {
        tasks.put(task.id(), task);
    }

    @Override
    public synchronized List<Task> list(State state, long after, int limit) {
        return tasks.values().stream()
                .filter(task -> task.state() == state && task.id() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Task> find(long id) {
        return Optional.ofNullable(tasks.get(id));
    }

    @Override
    public synchronized boolean retry(long id) {
        Task task = tasks.get(id);
        if (task == null || task.state() != State.PARKED) {
            return false;
        }
        tasks.put(
                id,
                new Task(
                        id,
                        task.pool(),
                        task.kind(),
                        task.subject(),
                        task.account(),
                        task.lots(),
                        task.step(),
                        State.DUE,
                        0,
                        0,
                        task.problem(),
                        task.idempotencyKey()));
        return true;
    }
}
