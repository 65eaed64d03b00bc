package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Blocked;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.Optional;
import java.util.OptionalLong;

/** What the book says of a buy that does not trade, or not whole, in the words of a view. */
final class Obstacle {
    private Obstacle() {}

    /** Why nothing of a buy trades now. */
    static Optional<WhyNot> to(OrderBook book, Buy buy) {
        return book.whyBlocked(buy).map(blocked -> {
            if (blocked instanceof Blocked.Depth depth) {
                return tooFew(depth);
            }
            Blocked.TooDear dear = (Blocked.TooDear) blocked;
            return tooLow(book, buy, dear.leastLimit(buy.window().hours()));
        });
    }

    /** Why not all of a buy trades now: for a divisible one, what binds the lots behind those that do. */
    static Optional<WhyNot> toAll(OrderBook book, Buy buy) {
        long lots = book.prospect(buy);
        if (buy.allOrNone() || lots == buy.remaining()) {
            return to(book, buy);
        }
        Optional<Blocked> whole = book.whyBlocked(buy.as(buy.window(), buy.limit(), true, buy.remaining()));
        if (whole.isPresent() && whole.get() instanceof Blocked.Depth depth) {
            return Optional.of(tooFew(depth));
        }
        return Optional.of(tooLow(book, buy, book.limitFor(buy, lots + 1).orElseThrow()));
    }

    private static WhyNot tooFew(Blocked.Depth depth) {
        return new WhyNot.TooFewLots(depth.hour(), depth.visibleLots(), depth.neededLots());
    }

    private static WhyNot tooLow(OrderBook book, Buy buy, long least) {
        OptionalLong all = book.limitFor(buy, buy.remaining());
        return new WhyNot.TooLowALimit(
                buy.limit(),
                least,
                book.prospect(buy.as(buy.window(), least, buy.allOrNone(), buy.remaining())),
                buy.remaining(),
                all.orElse(0));
    }
}
