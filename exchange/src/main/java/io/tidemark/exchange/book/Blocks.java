package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The resting buys that want several hours, or all their lots at once: best priority first. Their hours lie beside
 * them in plain arrays, because every incoming sell looks at all of them.
 */
final class Blocks {
    private @Nullable Buy[] buys = new @Nullable Buy[64];
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int size;

    int size() {
        return size;
    }

    Buy get(int at) {
        Buy buy = buys[at];
        if (at >= size || buy == null) {
            throw new IndexOutOfBoundsException(at + " of " + size);
        }
        return buy;
    }

    void insert(Buy buy) {
        if (size == buys.length) {
            int room = 2 * size;
            buys = Arrays.copyOf(buys, room);
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
        }
        int at = placeOf(buy);
        move(at, at + 1, size - at);
        buys[at] = buy;
        starts[at] = buy.window().start();
        ends[at] = buy.window().end();
        size++;
        buy.entered();
    }

    void remove(Buy buy) {
        int at = placeOf(buy);
        if (at == size || buys[at] != buy) {
            throw new IllegalStateException("buy " + buy.orderId() + " is not where it belongs");
        }
        size--;
        move(at + 1, at, size - at);
        buys[size] = null;
        buy.left();
    }

    /** The first from {@code at} on that shares an hour with some hours; or the size. */
    int nextWithin(int at, DeliveryWindow hours) {
        long start = hours.start();
        long end = hours.end();
        int next = at;
        while (next < size && (starts[next] >= end || ends[next] <= start)) {
            next++;
        }
        return next;
    }

    /** Where a buy stands, or would stand: behind all that have a higher limit, or the same one for longer. */
    private int placeOf(Buy buy) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore(get(middle), buy)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Priority among buys: the higher limit, then the earlier sequence. */
    static boolean isBefore(Buy one, Buy other) {
        return one.limit() != other.limit() ? one.limit() > other.limit() : one.sequence() < other.sequence();
    }

    private void move(int from, int to, int count) {
        System.arraycopy(buys, from, buys, to, count);
        System.arraycopy(starts, from, starts, to, count);
        System.arraycopy(ends, from, ends, to, count);
    }
}
