package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.SpotSnapshot.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Lots of leases that are on their way back: each batch is handed back at an instant, and until then nobody has it. */
final class Notices {
    private final List<Notice> notices = new ArrayList<>();

    void add(SpotBid bid, long lots, long endsAt) {
        notices.add(new Notice(bid.id, bid.account(), lots, endsAt));
    }

    /** Those whose time has come, in the order in which they were given. */
    List<Notice> takeEndedBy(long instant) {
        List<Notice> ended =
                notices.stream().filter(notice -> notice.endsAt() <= instant).toList();
        notices.removeAll(ended);
        return ended;
    }

    OptionalLong firstEnd() {
        return notices.stream().mapToLong(Notice::endsAt).min();
    }

    OptionalLong lastEnd() {
        return notices.stream().mapToLong(Notice::endsAt).max();
    }

    long lots() {
        return notices.stream().mapToLong(Notice::lots).sum();
    }

    long lotsOf(long bidId) {
        return notices.stream()
                .filter(notice -> notice.bidId() == bidId)
                .mapToLong(Notice::lots)
                .sum();
    }

    /** When the first lots of a bid go back; 0 if none are under notice. */
    long firstEndOf(long bidId) {
        return notices.stream()
                .filter(notice -> notice.bidId() == bidId)
                .mapToLong(Notice::endsAt)
                .min()
                .orElse(0);
    }

    List<Notice> save() {
        return List.copyOf(notices);
    }

    void load(List<Notice> saved) {
        notices.addAll(saved);
    }
}
