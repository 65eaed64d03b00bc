package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The resting buys that want several hours, or all their lots at once, by the hours that they want. Each has a number while
 * it rests, and each hour a bit for every number: a sell finds those that it concerns without passing the others.
 */
final class Blocks {
    static final Comparator<Buy> PRIORITY =
            Comparator.comparingLong(Buy::limit).reversed().thenComparingLong(Buy::sequence);

    private static final int FIRST_ROOM = 64;

    private @Nullable Buy[] buys = new @Nullable Buy[FIRST_ROOM];
    private int[] free = numbers(0, FIRST_ROOM);
    private int freeNumbers = FIRST_ROOM;
    private int size;

    // Looked up, never walked: the order of a hash map reaches no output.
    private final Long2ObjectHashMap<long[]> byHour = new Long2ObjectHashMap<>();

    private long[] concerned = new long[FIRST_ROOM >> 6];

    void insert(Buy buy) {
        if (freeNumbers == 0) {
            grow();
        }
        int number = free[--freeNumbers];
        buys[number] = buy;
        buy.number(number);
        size++;
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            long[] bits = byHour.get(hour);
            if (bits == null) {
                bits = new long[buys.length >> 6];
                byHour.put(hour, bits);
            } else if (bits.length < buys.length >> 6) {
                bits = Arrays.copyOf(bits, buys.length >> 6);
                byHour.put(hour, bits);
            }
            bits[number >> 6] |= 1L << (number & 63);
        }
        buy.entered();
    }

    void remove(Buy buy) {
        int number = buy.number();
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            long[] bits = byHour.get(hour);
            if (bits != null) {
                bits[number >> 6] &= ~(1L << (number & 63));
            }
        }
        buys[number] = null;
        free[freeNumbers++] = number;
        size--;
        buy.left();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Nothing wants an hour any more. */
    void drop(long hour) {
        byHour.remove(hour);
    }

    /** Hears of each block that wants one of the hours of a window, in no order that means anything. */
    void forEachWithin(DeliveryWindow hours, Visitor visitor) {
        int words = 0;
        for (long hour = hours.start(); hour < hours.end(); hour++) {
            long[] bits = byHour.get(hour);
            if (bits != null) {
                for (int word = 0; word < bits.length; word++) {
                    concerned[word] |= bits[word];
                }
                words = Math.max(words, bits.length);
            }
        }
        for (int word = 0; word < words; word++) {
            long left = concerned[word];
            concerned[word] = 0;
            while (left != 0) {
                Buy buy = buys[(word << 6) + Long.numberOfTrailingZeros(left)];
                left &= left - 1;
                if (buy != null) {
                    visitor.visit(buy);
                }
            }
        }
    }

    /** Is shown a block. */
    interface Visitor {
        void visit(Buy block);
    }

    /** Adds all of them to a list. */
    void addTo(List<Buy> list) {
        for (Buy buy : buys) {
            if (buy != null) {
                list.add(buy);
            }
        }
    }

    private void grow() {
        int room = buys.length;
        buys = Arrays.copyOf(buys, 2 * room);
        free = Arrays.copyOf(numbers(room, 2 * room), 2 * room);
        freeNumbers = room;
        concerned = new long[(2 * room) >> 6];
    }

    /** The numbers from {@code from} to before {@code to}, so that the lowest is taken first. */
    private static int[] numbers(int from, int to) {
        int[] numbers = new int[to - from];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = to - 1 - i;
        }
        return numbers;
    }

    /** Priority among buys: the higher limit, then the earlier sequence. */
    static boolean isBefore(Buy one, Buy other) {
        return one.limit() != other.limit() ? one.limit() > other.limit() : one.sequence() < other.sequence();
    }
}
