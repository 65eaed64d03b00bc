package io.tidemark.simulations.world;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.simulations.scenario.Scenario.Horizon;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes down what happens in a pool, for the metrics and for the files. */
final class Recorder implements Market.Listener {
    private static final long SECONDS = 1_000;

    private final Horizon horizon;
    private final Tally tally;
    private final LeaseLog leases;
    private final Set<Long> countedBuys = new HashSet<>();
    private final Map<Long, Long> runningLots = new HashMap<>();
    private List<Tranche> reserve = List.of();
    private long revenueFromTheStart;
    private long tradedValue;
    private long tradedLots;
    private long shortHour = Long.MIN_VALUE;
    private long shortLots;

    Recorder(Horizon horizon, Tally tally, LeaseLog leases) {
        this.horizon = horizon;
        this.tally = tally;
        this.leases = leases;
    }

    private boolean counts(long time) {
        return time >= horizon.countedFrom();
    }

    private boolean countsHour(long hour) {
        return counts(Hours.startMillis(hour));
    }

    @Override
    public void happened(long time, Event event) {
        leases.happened(time, event);
        if (event instanceof Event.OrderEntered entered) {
            entered(time, entered);
        } else if (event instanceof Event.OrderClosed closed) {
            countedBuys.remove(closed.orderId());
        } else if (event instanceof Event.SpotBidEntered && counts(time)) {
            tally.orders++;
        } else if (event instanceof Event.Traded traded) {
            traded(time, traded);
        } else if (event instanceof Event.HourSettled settled) {
            settled(settled);
        } else if (event instanceof Event.LeasePaid paid) {
            paid(paid);
        } else if (event instanceof Event.RulesPublished rules) {
            reserve = rules.sheet().reserve();
        } else if (event instanceof Event.SpotPriced priced && countsHour(priced.hour()) && priced.supplyLots() > 0) {
            tally.spotHours++;
            tally.spotHoursAtReserve += priced.ticks() <= reserveOf(priced.awardedLots()) ? 1 : 0;
        } else if (event instanceof Event.FirmAtRisk risk) {
            atRisk(time, risk);
        } else {
            lease(time, event);
        }
    }

    /** The reserve of the last of so many lots, in ticks. */
    private long reserveOf(long lots) {
        long left = lots;
        long ticks = 0;
        for (Tranche tranche : reserve) {
            ticks = tranche.ticks();
            left -= tranche.lots();
            if (left <= 0) {
                break;
            }
        }
        return ticks;
    }

    /** Hours ahead may still mend themselves; the running one is told at its start, and again when it gets worse. */
    private void atRisk(long time, Event.FirmAtRisk risk) {
        if (risk.hour() != Hours.containing(time) || !countsHour(risk.hour())) {
            return;
        }
        if (risk.hour() != shortHour) {
            shortHour = risk.hour();
            shortLots = 0;
        }
        long worst = Math.max(shortLots, risk.soldLots() - risk.capacityLots());
        tally.shortLotHours += worst - shortLots;
        shortLots = worst;
    }

    private void entered(long time, Event.OrderEntered order) {
        if (counts(time)) {
            tally.orders++;
            if (order.side() == Side.BUY) {
                tally.orderedLotHours += order.lots() * order.window().hours();
                countedBuys.add(order.orderId());
            }
        }
    }

    private void traded(long time, Event.Traded trade) {
        long lotHours = 0;
        for (Event.SoldLeg leg : trade.legs()) {
            lotHours += leg.lots();
            tradedValue += leg.lots() * leg.ticks();
            if (counts(time)) {
                tally.firmPrices.add(leg.ticks(), leg.lots() * Hours.MILLIS);
            }
        }
        tradedLots += lotHours;
        if (countedBuys.contains(trade.orderId())) {
            tally.filledLotHours += lotHours;
        }
        if (counts(time)) {
            tally.feesMicros += trade.buyerFee();
        }
    }

    private void settled(Event.HourSettled settled) {
        boolean counted = countsHour(settled.hour());
        for (LegSettlement leg : settled.legs()) {
            // A title is sold by the operator once; what holders sell on moves no machine twice.
            if (leg.seller() == Clearing.OPERATOR) {
                revenueFromTheStart += leg.paid();
                if (counted) {
                    tally.revenueMicros += leg.paid();
                    tally.firmLotMillis += leg.lots() * leg.deliveredSeconds() * SECONDS;
                }
            }
        }
        if (counted) {
            tally.feesMicros += settled.fees();
        }
    }

    private void paid(Event.LeasePaid paid) {
        revenueFromTheStart += paid.paid();
        if (countsHour(paid.hour())) {
            tally.revenueMicros += paid.paid();
            tally.spotLotMillis += paid.lotMillis();
            tally.spotPrices.add(paid.ticks(), paid.lotMillis());
        }
    }

    private void lease(long time, Event event) {
        if (event instanceof Event.LeaseRuns runs) {
            Long before = runningLots.put(runs.bidId(), runs.lots());
            if (counts(time)) {
                tally.admissions += before == null ? 1 : 0;
                tally.startedLots += Math.max(0, runs.lots() - (before == null ? 0 : before));
            }
        } else if (event instanceof Event.LeaseNoticed noticed) {
            less(noticed.bidId(), noticed.lots());
            if (counts(time)) {
                tally.reclaims++;
                tally.noticedLots += noticed.lots();
            }
        } else if (event instanceof Event.LeaseEnded ended) {
            if (ended.why() == Event.LeaseEnd.RECLAIMED) {
                if (counts(time)) {
                    tally.reclaimedLots += ended.lots();
                    tally.keptNoticeLots += leases.lotsWithNoticeKept();
                }
            } else {
                less(ended.bidId(), ended.lots());
            }
        }
    }

    private void less(long bid, long lots) {
        runningLots.computeIfPresent(bid, (id, has) -> has > lots ? has - lots : null);
    }

    /** What is true from now until the next step. */
    void observe(long time, long span, DemandSnapshot demand, PoolView pool, long sanitizingLots) {
        if (!counts(time) || time >= horizon.end()) {
            return;
        }
        long held = pool.firmLots() + pool.spotLots() + pool.noticedLots();
        long wanted = Math.min(demand.totalLots(), demand.internalLots() + demand.pendingLots());
        long taken = held + sanitizingLots;
        long waiting = Math.min(taken, Math.max(0, wanted + taken - demand.totalLots()));
        tally.totalLotMillis += demand.totalLots() * span;
        tally.internalLotMillis += demand.internalLots() * span;
        tally.usedLotMillis += Math.min(demand.totalLots(), demand.internalLots() + held) * span;
        tally.releasableLotMillis += pool.capacityLots() * span;
        tally.waitingLotMillis += demand.outage() ? 0 : waiting * span;
    }

    /** A row of the series: what is, and what was traded since the row before. */
    String row(int replication, long time, String pool, DemandSnapshot demand, PoolView view) {
        String firmPrice = tradedLots == 0 ? "" : Text.price((tradedValue + tradedLots / 2) / tradedLots);
        tradedValue = 0;
        tradedLots = 0;
        return String.join(
                        ",",
                        String.valueOf(replication),
                        Text.instant(time),
                        pool,
                        String.valueOf(demand.internalLots()),
                        String.valueOf(demand.pendingLots()),
                        String.valueOf(view.capacityLots()),
                        String.valueOf(view.firmLots()),
                        String.valueOf(view.spotLots() + view.noticedLots()),
                        String.valueOf(view.idleLots()),
                        firmPrice,
                        view.spotTicks() == 0 ? "" : Text.price(view.spotTicks()),
                        Text.dollars(revenueFromTheStart))
                + "\n";
    }
}
