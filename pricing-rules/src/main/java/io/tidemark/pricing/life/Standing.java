package io.tidemark.pricing.life;

import io.tidemark.pricing.life.Entry.Action;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a history comes to: which sets there are, and which of them price, have priced, or may. */
final class Standing {
    /** By set, the entry with which it came. */
    private final Map<String, Entry> origins = new LinkedHashMap<>();

    /** The sets that were activated, the present one on top; a roll-back takes it off. */
    private final Deque<String> active = new ArrayDeque<>();

    private final Set<String> everActive = new HashSet<>();
    private final long last;

    Standing(List<Entry> history) {
        for (Entry entry : history) {
            if (entry.action() == Action.ROLLED_BACK) {
                active.pop();
            } else {
                origins.putIfAbsent(entry.set(), entry);
                if (entry.action() != Action.PROPOSED) {
                    active.push(entry.set());
                    everActive.add(entry.set());
                }
            }
        }
        last = history.size();
    }

    /** The number of the latest entry, 0 if there is none. */
    long last() {
        return last;
    }

    Optional<Entry> origin(String set) {
        return Optional.ofNullable(origins.get(set));
    }

    Collection<Entry> origins() {
        return origins.values();
    }

    Optional<String> active() {
        return Optional.ofNullable(active.peek());
    }

    /** What was active before the present set. */
    Optional<String> before() {
        return active.stream().skip(1).findFirst();
    }

    RuleLife.State state(String set) {
        if (active().filter(set::equals).isPresent()) {
            return RuleLife.State.ACTIVE;
        }
        return everActive.contains(set) ? RuleLife.State.RETIRED : RuleLife.State.PROPOSED;
    }
}
