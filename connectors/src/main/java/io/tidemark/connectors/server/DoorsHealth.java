package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The doors that were opened, and whether they are open still. */
final class DoorsHealth {
    private final Map<String, Door> doors = new ConcurrentSkipListMap<>();

    private volatile boolean allOpen;

    private record Door(String address, Supplier<Optional<String>> problem) {}

    /** A door that is open from now on; {@code problem} says why it has closed by itself. */
    void open(String name, String address, Supplier<Optional<String>> problem) {
        doors.put(name, new Door(address, problem));
    }

    /** From now on every door that should be open is. */
    void allOpen() {
        allOpen = true;
    }

    Part look() {
        if (!allOpen) {
            return new Part(
                    "doors",
                    Level.DOWN,
                    "They are being opened.",
                    "Wait a moment; if it lasts, look into the log.",
                    Map.of());
        }
        Map<String, String> facts = new TreeMap<>();
        Map<String, String> closed = new TreeMap<>();
        doors.forEach((name, door) -> {
            facts.put(name, door.address());
            door.problem().get().ifPresent(why -> closed.put(name, why));
        });
        if (closed.isEmpty()) {
            return Part.ok("doors", described(facts, " "), facts);
        }
        return new Part(
                "doors",
                Level.DEGRADED,
                "Closed by itself: " + described(closed, ", because of ") + ". The other doors are open.",
                "Mend what the log names, then restart: what was not told at a door is told when it opens.",
                facts);
    }

    private static String described(Map<String, String> facts, String between) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + between + fact.getValue())
                .collect(Collectors.joining(", "));
    }
}
