package io.tidemark.fleet.settlement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A fleet that writes down what it is asked, does it once for each key, and fails when told to. */
final class RecordingFleet implements FleetPort, HolderPort {
    private final Map<String, String> effects = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Predicate<Task> failing = task -> false;

    synchronized void failFor(Predicate<Task> tasks) {
        failing = tasks;
    }

    synchronized List<String> effects() {
        return List.copyOf(effects.values());
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private synchronized void record(String key, Task task, String effect) {
        calls.add(key);
        if (failing.test(task)) {
            throw new IllegalStateException("the fleet is not well");
        }
        effects.putIfAbsent(key, effect);
    }

    @Override
    public void deliver(String key, Task task) {
        record(key, task, "deliver " + task.lots() + " to " + task.key().account());
    }

    @Override
    public void lease(String key, Task task) {
        record(key, task, "lease " + task.key().subject() + " has " + task.lots());
    }

    @Override
    public void notice(String key, Task task) {
        record(key, task, "notice " + task.key().subject() + " of " + task.lots());
    }

    @Override
    public void release(String key, Task task) {
        record(key, task, "release " + task.key().subject() + " of " + task.lots());
    }

    @Override
    public void tell(String key, Task task) {
        record(key, task, "tell " + task.key().account() + " of " + task.key().kind());
    }
}
