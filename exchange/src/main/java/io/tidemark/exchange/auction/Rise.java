package io.tidemark.exchange.auction;

/**
 * What it does to the prices of a window when so many more lots are used in each of its hours. One object serves a whole
 * call: it speaks of the quantity that was tried last.
 */
final class Rise {
    private final CallHours hours;

    /** By place, the rise of all hours of the window before it: a sum over any run of hours is one subtraction. */
    private final long[] riseBefore;

    private int from;
    private int to;
    private long stripCost;

    Rise(CallHours hours) {
        this.hours = hours;
        this.riseBefore = new long[hours.count() + 1];
    }

    /** Speaks of so many more lots in the hours from {@code from} to before {@code to}, which must be unused there. */
    void ofUsing(int from, int to, long lots) {
        this.from = from;
        this.to = to;
        stripCost = 0;
        riseBefore[from] = 0;
        for (int place = from; place < to; place++) {
            CallLadder ladder = hours.ladder(place);
            long price = ladder.priceWith(lots);
            stripCost += price;
            // Nobody is hurt where nobody holds a lot yet.
            riseBefore[place + 1] = riseBefore[place] + (ladder.isUsed() ? price - ladder.price() : 0);
        }
    }

    /** Speaks of a higher price in one hour, with the same lots used. */
    void ofRaising(int place, long ticks) {
        from = place;
        to = place + 1;
        stripCost = hours.ladder(place).price() + ticks;
        riseBefore[from] = 0;
        riseBefore[to] = ticks;
    }

    /** What one strip through the window costs then. */
    long stripCost() {
        return stripCost;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    long total() {
        return riseBefore[to];
    }

    /** By how much those who hold lots in an hour pay more for it then. */
    long in(int place) {
        return riseBefore[place + 1] - riseBefore[place];
    }

    /** By how much a strip through the hours from {@code start} to before {@code end} is dearer then. */
    long between(int start, int end) {
        int first = Math.max(start, from);
        int last = Math.min(end, to);
        return first < last ? riseBefore[last] - riseBefore[first] : 0;
    }
}
