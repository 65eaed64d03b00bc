package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import quickfix.Message;
import quickfix.field.Text;

/** What happens to the lease of a spot bid, as reports tell it. */
final class LeaseReports {
    private LeaseReports() {}

    /**
     * One thing that happened to a lease.
     *
     * @param more fields beyond those of every change
     */
    record Change(
            long bidId,
            String event,
            long lots,
            OptionalLong ticks,
            String text,
            Consumer<TrackedOrder> tracking,
            Consumer<Message> more) {
        void track(TrackedOrder bid) {
            tracking.accept(bid);
        }

        void describe(Message report) {
            report.setString(Tag.LEASE_EVENT, event);
            report.setString(Tag.LEASE_LOTS, Long.toString(lots));
            ticks.ifPresent(price -> report.setString(Tag.LEASE_PRICE, Price.format(price)));
            report.setString(Text.FIELD, text);
            more.accept(report);
        }
    }

    /** Empty if the event is about no lease, or only about its money. */
    static Optional<Change> of(Event event) {
        if (event instanceof Event.SpotAwarded awarded) {
            return Optional.of(awarded(awarded));
        } else if (event instanceof Event.LeaseRuns runs) {
            return Optional.of(new Change(
                    runs.bidId(),
                    "RUNS",
                    runs.lots(),
                    OptionalLong.of(runs.ticks()),
                    Lots.doing(runs.lots(), "runs", "run"),
                    bid -> {},
                    report -> {}));
        } else if (event instanceof Event.LeaseHandedOver handed) {
            return Optional.of(new Change(
                    handed.bidId(),
                    "HANDED_OVER",
                    handed.lots(),
                    OptionalLong.empty(),
                    Lots.doing(handed.lots(), "is", "are") + " in working order and paid from now on",
                    bid -> {},
                    report -> {}));
        } else if (event instanceof Event.LeaseNoticed noticed) {
            return Optional.of(noticed(noticed));
        } else if (event instanceof Event.LeaseEnding ending) {
            return Optional.of(ending(ending));
        } else if (event instanceof Event.LeaseEnded ended) {
            return Optional.of(ended(ended));
        }
        return Optional.empty();
    }

    private static Change awarded(Event.SpotAwarded awarded) {
        String hour = Hours.format(awarded.hour());
        return new Change(
                awarded.bidId(),
                "AWARDED",
                awarded.lots(),
                OptionalLong.of(awarded.ticks()),
                awarded.lots() == 0 ? "nothing in hour " + hour : Lots.format(awarded.lots()) + " in hour " + hour,
                bid -> {},
                report -> report.setString(Tag.LEASE_HOUR, hour));
    }

    private static Change noticed(Event.LeaseNoticed noticed) {
        String end = Reports.time(noticed.endsAt());
        return new Change(
                noticed.bidId(),
                "NOTICED",
                noticed.lots(),
                OptionalLong.empty(),
                "internal demand returns: hand back " + Lots.format(noticed.lots()) + " by " + end
                        + " UTC; the notice is free" + (noticed.hourFree() ? ", and so is the hour" : ""),
                bid -> bid.noticed(noticed.lots()),
                report -> report.setString(Tag.LEASE_NOTICE_END, end));
    }

    private static Change ending(Event.LeaseEnding ending) {
        String end = Reports.time(ending.endsAt());
        return new Change(
                ending.bidId(),
                "ENDING",
                ending.lots(),
                OptionalLong.empty(),
                "the auction of the next hour left these out: hand back " + Lots.format(ending.lots()) + " by " + end
                        + " UTC",
                bid -> {},
                report -> {
                    report.setString(Tag.LEASE_NOTICE_END, end);
                    report.setString(Tag.LEASE_END_REASON, ending.why().name());
                });
    }

    private static Change ended(Event.LeaseEnded ended) {
        boolean reclaimed = ended.why() == Event.LeaseEnd.RECLAIMED;
        return new Change(
                ended.bidId(),
                "ENDED",
                ended.lots(),
                OptionalLong.empty(),
                Lots.doing(ended.lots(), "is", "are") + " handed back",
                bid -> {
                    if (reclaimed) {
                        bid.handedBack(ended.lots());
                    }
                },
                report -> report.setString(Tag.LEASE_END_REASON, ended.why().name()));
    }
}
