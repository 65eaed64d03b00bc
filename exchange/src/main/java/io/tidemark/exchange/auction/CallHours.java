package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hours that somebody wants, in a row, with the asks of each that take part. An hour is known by its place in the
 * row; since no hour of a window is missing, a window is a run of places.
 */
final class CallHours {
    private final long[] hours;
    private final CallLadder[] ladders;

    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Long, BitSet> placesBoughtByGroup = new HashMap<>();

    CallHours(OrderBook book, List<Buy> buys) {
        this.hours = hoursWanted(buys);
        for (Buy buy : buys) {
            int from = placeOfFirst(buy);
            placesBoughtByGroup
                    .computeIfAbsent(buy.group(), group -> new BitSet())
                    .set(from, from + buy.window().hours());
        }
        this.ladders = new CallLadder[hours.length];
        for (int place = 0; place < hours.length; place++) {
            ladders[place] = new CallLadder(asksThatTakePart(book, place));
        }
    }

    int count() {
        return hours.length;
    }

    /** The place of the first hour of a buy's window. */
    int placeOfFirst(Buy buy) {
        return Arrays.binarySearch(hours, buy.window().start());
    }

    long hour(int place) {
        return hours[place];
    }

    CallLadder ladder(int place) {
        return ladders[place];
    }

    /** A group's asks rest through the call in the hours that its own buys cover: nobody meets themselves. */
    private List<Ask> asksThatTakePart(OrderBook book, int place) {
        List<Ask> asks = book.ladder(hours[place]);
        List<Ask> takePart = new ArrayList<>(asks.size());
        for (Ask ask : asks) {
            BitSet bought = placesBoughtByGroup.get(ask.group());
            if (bought == null || !bought.get(place)) {
                takePart.add(ask);
            }
        }
        return takePart;
    }

    private static long[] hoursWanted(List<Buy> buys) {
        long[][] windows = new long[buys.size()][];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = new long[] {
                buys.get(i).window().start(), buys.get(i).window().end()
            };
        }
        Arrays.sort(windows, (one, other) -> Long.compare(one[0], other[0]));
        List<Long> wanted = new ArrayList<>();
        long next = Long.MIN_VALUE;
        for (long[] window : windows) {
            for (next = Math.max(next, window[0]); next < window[1]; next++) {
                wanted.add(next);
            }
        }
        return wanted.stream().mapToLong(Long::longValue).toArray();
    }
}
