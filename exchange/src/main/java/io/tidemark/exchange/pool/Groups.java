package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.PoolSnapshot.Group;
import io.tidemark.exchange.pool.PoolSnapshot.GroupStanding;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** Which accounts belong together: they never trade with each other, and share one position limit. */
final class Groups {
    private static final long NONE = Long.MIN_VALUE;

    // Looked up, and walked in another order than their own: that of a hash map reaches no output.
    private final Long2LongHashMap groups = new Long2LongHashMap(NONE);
    private final Long2ObjectHashMap<List<Long>> members = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Standing> standings = new Long2ObjectHashMap<>();

    boolean knows(long account) {
        return groups.get(account) != NONE;
    }

    void join(long account, long group) {
        groups.put(account, group);
        members.computeIfAbsent(group, none -> new ArrayList<>()).add(account);
        standings.computeIfAbsent(group, none -> new Standing());
    }

    /** The group of an account; whoever joined none is one by itself. */
    long of(long account) {
        long group = groups.get(account);
        return group == NONE ? account : group;
    }

    /** The accounts of a group, in the order in which they joined. */
    List<Long> members(long group) {
        return members.getOrDefault(group, List.of());
    }

    /** How a group behaved lately; of one that nobody joined, what is forgotten again. */
    Standing standing(long group) {
        Standing standing = standings.get(group);
        return standing == null ? new Standing() : standing;
    }

    List<Group> save() {
        return members.keySet().stream()
                .sorted()
                .map(group -> new Group(group, List.copyOf(members(group))))
                .toList();
    }

    List<GroupStanding> saveStandings(long now) {
        return standings.keySet().stream()
                .sorted()
                .map(group -> standing(group).save(group, now))
                .filter(standing -> !standing.days().isEmpty() || standing.usedMicros() > 0)
                .toList();
    }

    void loadStandings(List<GroupStanding> saved, long now) {
        saved.forEach(standing -> standing(standing.group()).load(standing, now));
    }

    void load(List<Group> saved) {
        for (Group group : saved) {
            group.accounts().forEach(account -> join(account, group.group()));
        }
    }
}
