package io.tidemark.exchange.book;

import java.util.List;

/** Makes the asks of several hours the parts of one sell. */
final class OneSell {
    private OneSell() {}

    /** The earliest of them, which the others follow. */
    static Ask of(List<Ask> byHour) {
        for (int i = 1; i < byHour.size(); i++) {
            byHour.get(i - 1).followedBy(byHour.get(i));
        }
        return byHour.get(0);
    }
}
