package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.OrderBook;
import java.util.Arrays;
import java.util.List;

/**
 * The greatest gains from trade that a book holds: what the buyers would have paid at most, less what the sellers want at
 * least. All-or-none buys get all or nothing, and every buy the same lots in each of its hours; no price is asked for.
 *
 * <p>The bound lets all-or-none buys be cut. Where it cuts one, the search tries the book with that buy whole and without
 * it, and drops a branch whose bound is no better than what was found.
 */
final class GreatestGains {
    private enum Choice {
        OPEN,
        WHOLE,
        LEFT_OUT
    }

    private final OrderBook book;
    private final List<Buy> buys;
    private final Choice[] choices;
    private final long firstHour;
    private final int hours;
    private long best;

    private GreatestGains(OrderBook book) {
        this.book = book;
        this.buys = book.buys();
        this.choices = new Choice[buys.size()];
        Arrays.fill(choices, Choice.OPEN);
        List<Long> offered = book.hoursOffered();
        this.firstHour = offered.get(0);
        this.hours = (int) (offered.get(offered.size() - 1) - firstHour + 1);
    }

    /** In ticks, summed over lots and hours. */
    static long of(OrderBook book) {
        GreatestGains search = new GreatestGains(book);
        search.branch();
        return search.best;
    }

    /** No less than {@link #of}, and quick. */
    static long bound(OrderBook book) {
        return new GreatestGains(book).relax().gains;
    }

    private void branch() {
        Relaxed relaxed = relax();
        if (relaxed.gains <= best) {
            return;
        }
        if (relaxed.cut < 0) {
            best = relaxed.gains;
            return;
        }
        choices[relaxed.cut] = Choice.WHOLE;
        branch();
        choices[relaxed.cut] = Choice.LEFT_OUT;
        branch();
        choices[relaxed.cut] = Choice.OPEN;
    }

    /** @param cut the first all-or-none buy that got some of its lots, or -1 */
    private record Relaxed(long gains, int cut) {}

    private static final Relaxed IMPOSSIBLE = new Relaxed(-1, -1);

    private Relaxed relax() {
        Circulation circulation = new Circulation(hours);
        for (long hour : book.hoursOffered()) {
            for (Ask ask : book.ladder(hour)) {
                circulation.addAsk((int) (hour - firstHour), ask.remaining(), ask.limit());
            }
        }
        long forced = 0;
        for (int i = 0; i < choices.length; i++) {
            Buy buy = buys.get(i);
            if (choices[i] == Choice.WHOLE) {
                if (!circulation.force(from(buy), to(buy), buy.remaining())) {
                    return IMPOSSIBLE;
                }
                forced += buy.stripLimit() * buy.remaining();
            }
        }
        int[] arcs = new int[choices.length];
        for (int i = 0; i < choices.length; i++) {
            Buy buy = buys.get(i);
            if (choices[i] == Choice.OPEN) {
                arcs[i] = circulation.addBuy(from(buy), to(buy), buy.remaining(), buy.stripLimit());
            }
        }
        int cut = -1;
        for (int i = 0; i < choices.length && cut < 0; i++) {
            if (choices[i] == Choice.OPEN && buys.get(i).allOrNone()) {
                long lots = circulation.lotsOf(arcs[i]);
                cut = lots > 0 && lots < buys.get(i).remaining() ? i : -1;
            }
        }
        return new Relaxed(forced - circulation.cost(), cut);
    }

    private int from(Buy buy) {
        return (int) (buy.window().start() - firstHour);
    }

    private int to(Buy buy) {
        return from(buy) + buy.window().hours();
    }
}
