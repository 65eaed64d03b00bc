package io.tidemark.fleet.settlement;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How well a pool keeps its word, counted lot by lot from its events and without a thought for speed. */
final class NaiveWord {
    /** One lot of a lease. */
    static final class Lot {
        private final long begun;
        private boolean leaving;
        private long ended;
        private @Nullable LeaseEnd why;

        Lot(long begun) {
            this.begun = begun;
        }
    }

    private final Map<Long, List<Lot>> lots = new HashMap<>();
    final Map<LeaseEnd, List<Long>> noticeSeconds = new EnumMap<>(LeaseEnd.class);
    private final Map<Long, Long> gated = new HashMap<>();
    long settledLots;
    long curtailedLots;
    private long now;

    void happened(LoggedCommand command) {
        now = command.time();
        command.events().forEach(event -> happened(now, event));
    }

    private void happened(long time, Event event) {
        if (event instanceof Event.LeaseRuns runs) {
            List<Lot> mine = lots.computeIfAbsent(runs.bidId(), first -> new ArrayList<>());
            boolean begins = mine.stream().noneMatch(lot -> lot.why == null && !lot.leaving);
            while (mine.stream().filter(lot -> lot.why == null && !lot.leaving).count() < runs.lots()) {
                mine.add(new Lot(begins ? runs.startedAt() : time));
            }
        } else if (event instanceof Event.LeaseNoticed noticed) {
            for (long i = 0; i < noticed.lots(); i++) {
                last(noticed.bidId(), false).leaving = true;
            }
            noticed(LeaseEnd.RECLAIMED, noticed.endsAt() - time);
        } else if (event instanceof Event.LeaseEnding ending) {
            noticed(ending.why(), ending.endsAt() - time);
        } else if (event instanceof Event.LeaseEnded ended) {
            for (long i = 0; i < ended.lots(); i++) {
                Lot lot = last(ended.bidId(), ended.why() == LeaseEnd.RECLAIMED);
                lot.why = ended.why();
                lot.ended = time;
            }
        } else if (event instanceof Event.HourGated gate) {
            gated.put(
                    gate.hour(),
                    gate.plan().stream().mapToLong(Event.Delivery::lots).sum());
        } else if (event instanceof Event.Curtailed curtailed) {
            long taken =
                    curtailed.taken().stream().mapToLong(Event.Delivery::lots).sum();
            curtailedLots += taken;
            gated.computeIfPresent(curtailed.hour(), (hour, before) -> before - taken);
        } else if (event instanceof Event.HourSettled settled) {
            settledLots += Objects.requireNonNull(gated.remove(settled.hour()));
        }
    }

    private void noticed(LeaseEnd cause, long millis) {
        noticeSeconds.computeIfAbsent(cause, first -> new ArrayList<>()).add(Math.max(0, millis) / 1_000);
    }

    private Lot last(long bid, boolean leaving) {
        List<Lot> open = lots.getOrDefault(bid, List.of()).stream()
                .filter(lot -> lot.why == null && lot.leaving == leaving)
                .toList();
        return open.get(leaving ? 0 : open.size() - 1);
    }

    private List<Lot> begunFrom(long since) {
        return lots.values().stream()
                .flatMap(List::stream)
                .filter(lot -> lot.begun >= since)
                .toList();
    }

    long lots(long since) {
        return begunFrom(since).size();
    }

    long ended(long since, LeaseEnd why) {
        return begunFrom(since).stream().filter(lot -> lot.why == why).count();
    }

    long running(long since) {
        return begunFrom(since).stream().filter(lot -> lot.why == null).count();
    }

    long watched(long since, long seconds) {
        return begunFrom(since).stream().filter(lot -> age(lot) >= seconds).count();
    }

    private long age(Lot lot) {
        return ((lot.why == null ? now : lot.ended) - lot.begun) / 1_000;
    }

    /** The product of what each reclaim left of those that were still there. */
    double share(long since, long seconds) {
        List<Lot> all = begunFrom(since);
        TreeSet<Long> ages = new TreeSet<>();
        all.stream().filter(NaiveWord::taken).forEach(lot -> ages.add(age(lot)));
        double share = 1;
        for (long age : ages.headSet(seconds, true)) {
            double there = all.stream().filter(lot -> age(lot) >= age).count();
            double gone =
                    all.stream().filter(lot -> taken(lot) && age(lot) == age).count();
            share *= 1 - gone / there;
        }
        return share;
    }

    private static boolean taken(Lot lot) {
        return lot.why == LeaseEnd.RECLAIMED || lot.why == LeaseEnd.NO_SUPPLY;
    }
}
