package io.tidemark.exchange.auction;

import java.util.Arrays;

/**
 * Lots that go out through buys and come back through asks. The ends of hours stand in a line: a buy is an arc from the
 * start of its window to its end, an ask one from the end of its hour back to the start, and a trade of one strip is a
 * way around. The cheapest way around is found each time, also by taking lots from another buy, so the gains are the
 * greatest there are when every buy may be cut into lots. Arcs come in pairs, each the way back of the other.
 */
final class Circulation {
    private static final long FAR = Long.MAX_VALUE / 4;

    private int[] tail = new int[64];
    private int[] head = new int[64];
    private long[] room = new long[64];
    private long[] cost = new long[64];
    private int arcs;

    private final int[] cameBy;
    private final long[] distance;

    Circulation(int hours) {
        this.cameBy = new int[hours + 1];
        this.distance = new long[hours + 1];
    }

    void addAsk(int place, long lots, long limit) {
        addArc(place + 1, place, lots, 0, limit);
    }

    /**
     * Gives a buy every lot that gains something, and may take them away again for a later one.
     *
     * @return its arc, for {@link #lotsOf}
     */
    int addBuy(int from, int to, long lots, long stripLimit) {
        return addArc(from, to, lots, push(from, to, lots, stripLimit), -stripLimit);
    }

    /** Gives a buy all its lots for good, whatever they cost; false if there are not so many. */
    boolean force(int from, int to, long lots) {
        return push(from, to, lots, FAR) == lots;
    }

    long lotsOf(int arc) {
        return room[arc ^ 1];
    }

    /** What the asks in use want, less what the buys that are not forced pay for them. */
    long cost() {
        long sum = 0;
        for (int arc = 0; arc < arcs; arc += 2) {
            sum += cost[arc] * lotsOf(arc);
        }
        return sum;
    }

    /** Moves lots while the way back from {@code to} is cheaper than {@code most}. */
    private long push(int from, int to, long lots, long most) {
        long pushed = 0;
        while (pushed < lots && cheapestWay(to, from) < most) {
            long width = lots - pushed;
            for (int node = from; node != to; node = tail[cameBy[node]]) {
                width = Math.min(width, room[cameBy[node]]);
            }
            for (int node = from; node != to; node = tail[cameBy[node]]) {
                room[cameBy[node]] -= width;
                room[cameBy[node] ^ 1] += width;
            }
            pushed += width;
        }
        return pushed;
    }

    /** Bellman and Ford. */
    private long cheapestWay(int start, int end) {
        Arrays.fill(distance, FAR);
        distance[start] = 0;
        boolean nearer = true;
        while (nearer) {
            nearer = false;
            for (int arc = 0; arc < arcs; arc++) {
                if (room[arc] > 0
                        && distance[tail[arc]] < FAR
                        && distance[tail[arc]] + cost[arc] < distance[head[arc]]) {
                    distance[head[arc]] = distance[tail[arc]] + cost[arc];
                    cameBy[head[arc]] = arc;
                    nearer = true;
                }
            }
        }
        return distance[end];
    }

    private int addArc(int from, int to, long lots, long used, long ticks) {
        if (arcs == tail.length) {
            tail = Arrays.copyOf(tail, 2 * arcs);
            head = Arrays.copyOf(head, 2 * arcs);
            room = Arrays.copyOf(room, 2 * arcs);
            cost = Arrays.copyOf(cost, 2 * arcs);
        }
        int arc = arcs;
        set(arc, from, to, lots - used, ticks);
        set(arc + 1, to, from, used, -ticks);
        arcs += 2;
        return arc;
    }

    private void set(int arc, int from, int to, long lots, long ticks) {
        tail[arc] = from;
        head[arc] = to;
        room[arc] = lots;
        cost[arc] = ticks;
    }
}
