package io.tidemark.connectors.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nodes in a map; none at first. */
final class MemoryMachines implements MachineDesk {
    private final Map<String, Machine> machines = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Sanitizing> sanitizings = new ArrayList<>();

    synchronized void add(Machine machine) {
        machines.put(machine.node(), machine);
    }

    /** What every node went through. */
    synchronized void add(Step step, Sanitizing sanitizing) {
        steps.add(step);
        sanitizings.add(sanitizing);
    }

    @Override
    public synchronized List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    @Override
    public synchronized Optional<Machine> find(String node) {
        return Optional.ofNullable(machines.get(node));
    }

    @Override
    public synchronized List<Step> story(String node) {
        return List.copyOf(steps);
    }

    @Override
    public synchronized List<Sanitizing> sanitizings(String node) {
        return List.copyOf(sanitizings);
    }

    @Override
    public synchronized boolean repaired(String node) {
        Machine machine = machines.get(node);
        if (machine == null || machine.quarantined().isEmpty()) {
            return false;
        }
        add(new Machine(
                node,
                machine.pool(),
                machine.domain(),
                machine.state(),
                machine.since(),
                machine.lease(),
                machine.quarantined(),
                true,
                machine.attempts(),
                machine.simulated()));
        return true;
    }
}
