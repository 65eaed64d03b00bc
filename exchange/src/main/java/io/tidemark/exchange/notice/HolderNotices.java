package io.tidemark.exchange.notice;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What the events of a command mean to those who hold lots. Pure: the same command gives the same notices. */
public final class HolderNotices {
    private final PoolId pool;
    private final LoggedCommand logged;
    private final Set<Long> curtailed = new HashSet<>();
    private final List<HolderNotice> notices = new ArrayList<>();

    private HolderNotices(PoolId pool, LoggedCommand logged) {
        this.pool = pool;
        this.logged = logged;
    }

    /** In the order of the events. */
    public static List<HolderNotice> of(PoolId pool, LoggedCommand logged) {
        HolderNotices found = new HolderNotices(pool, logged);
        logged.events().forEach(found::event);
        return List.copyOf(found.notices);
    }

    private void event(Event event) {
        if (event instanceof Event.FirmAtRisk risk) {
            firm(risk.hour(), risk.lastInLine(), Happening.AT_RISK, "SHORTAGE");
        } else if (event instanceof Event.SpotAtRisk risk) {
            risk.leases()
                    .forEach(lease -> spot(
                            lease.account(),
                            lease.bidId(),
                            Happening.AT_RISK,
                            lease.lots(),
                            "INTERNAL_DEMAND",
                            OptionalLong.empty()));
        } else if (event instanceof Event.Curtailed taken) {
            curtailed.add(taken.hour());
            firm(taken.hour(), taken.taken(), Happening.NOTICE, "CURTAILED");
        } else if (event instanceof Event.DamagesAwarded damages) {
            // Damages for what was curtailed are due because of the notice that has just been given.
            if (!curtailed.contains(damages.hour())) {
                add(
                        Happening.DELIVERY_FAILED,
                        damages.account(),
                        LeaseId.firm(pool, damages.hour()),
                        true,
                        damages.lots(),
                        "NOT_DELIVERED",
                        OptionalLong.of(Hours.startMillis(damages.hour() + 1)));
            }
        } else if (event instanceof Event.LeaseNoticed noticed) {
            spot(
                    noticed.account(),
                    noticed.bidId(),
                    Happening.NOTICE,
                    noticed.lots(),
                    LeaseEnd.RECLAIMED.name(),
                    OptionalLong.of(noticed.endsAt()));
        } else if (event instanceof Event.LeaseEnding ending) {
            spot(
                    ending.account(),
                    ending.bidId(),
                    Happening.NOTICE,
                    ending.lots(),
                    ending.why().name(),
                    OptionalLong.of(ending.endsAt()));
        } else if (event instanceof Event.LeaseHandedOver over) {
            spot(over.account(), over.bidId(), Happening.READY, over.lots(), "READY", OptionalLong.empty());
        } else if (event instanceof Event.LeaseEnded ended) {
            spot(
                    ended.account(),
                    ended.bidId(),
                    Happening.ENDED,
                    ended.lots(),
                    ended.why().name(),
                    OptionalLong.empty());
        }
    }

    private void spot(long account, long bid, Happening happening, long lots, String reason, OptionalLong endsAt) {
        add(happening, account, LeaseId.spot(pool, bid), false, lots, reason, endsAt);
    }

    /** One for each account, however many parcels it has. */
    private void firm(long hour, List<Event.Delivery> parcels, Happening happening, String reason) {
        Map<Long, Long> lots = new TreeMap<>();
        parcels.forEach(parcel -> lots.merge(parcel.account(), parcel.lots(), Long::sum));
        lots.forEach((account, sum) -> add(
                happening,
                account,
                LeaseId.firm(pool, hour),
                true,
                sum,
                reason,
                OptionalLong.of(Hours.startMillis(hour))));
    }

    private void add(
            Happening happening,
            long account,
            String leaseId,
            boolean firm,
            long lots,
            String reason,
            OptionalLong endsAt) {
        notices.add(new HolderNotice(
                happening,
                pool,
                account,
                leaseId,
                firm,
                logged.sequence(),
                notices.size() + 1,
                logged.time(),
                lots,
                reason,
                endsAt));
    }
}
