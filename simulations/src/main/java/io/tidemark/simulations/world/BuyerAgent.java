package io.tidemark.simulations.world;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.simulations.scenario.Scenario.Buyer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A buyer in one pool: enters what its jobs want, waits while their patience lasts, and leaves when they are done. */
final class BuyerAgent implements Market.Listener {
    private final Buyer buyer;
    private final long account;
    private final JobDraw draw;
    private final Desk desk;
    private final Calendar calendar;
    private final long end;

    /** Firm orders that rest, and spot jobs that are not done, by their number in the engine. */
    private final Map<Long, SpotJob> spotJobs = new HashMap<>();

    private final Map<Long, Long> restingOrders = new HashMap<>();

    BuyerAgent(Buyer buyer, long account, JobDraw draw, Desk desk, Calendar calendar, long end) {
        this.buyer = buyer;
        this.account = account;
        this.draw = draw;
        this.desk = desk;
        this.calendar = calendar;
        this.end = end;
    }

    /** Plans the arrivals of an hour, and at its end those of the next. */
    void planHour(long hour) {
        draw.arrivalsIn(hour).forEach(job -> calendar.plan(job.arrival(), Phase.ARRIVALS, time -> arrive(time, job)));
        long next = Hours.startMillis(hour + 1);
        if (next < end) {
            calendar.plan(next, Phase.DEPARTURES, time -> planHour(hour + 1));
        }
    }

    private void arrive(long time, JobDraw.Job job) {
        PoolView pool = desk.market().status();
        if (buyer.spot()) {
            enterSpot(time, job, pool);
        } else {
            enterFirm(time, job, pool);
        }
    }

    private void enterFirm(long time, JobDraw.Job job, PoolView pool) {
        long limit = Math.min(job.limit(), pool.sheet().bandHigh());
        Reply reply = desk.enter(
                time,
                new Command.SubmitOrder(
                        account,
                        name(job),
                        Side.BUY,
                        new DeliveryWindow(pool.firstOpenHour() + job.lead(), job.hours()),
                        job.lots(),
                        limit,
                        TimeInForce.GTC,
                        buyer.allOrNone()));
        if (reply instanceof Reply.Accepted accepted && accepted.open()) {
            restingOrders.put(accepted.orderId(), time);
            calendar.plan(time + buyer.patience(), Phase.DEPARTURES, now -> giveUp(now, accepted.orderId()));
        }
    }

    private void giveUp(long time, long orderId) {
        if (restingOrders.remove(orderId) != null) {
            desk.cancel(time, account, orderId);
        }
    }

    private void enterSpot(long time, JobDraw.Job job, PoolView pool) {
        long max = Math.min(job.limit(), pool.sheet().bandHigh());
        Reply reply =
                desk.enter(time, new Command.SubmitSpotBid(account, name(job), job.lots(), max, buyer.allOrNone()));
        if (reply instanceof Reply.Accepted accepted && accepted.open()) {
            SpotJob running = new SpotJob(job, buyer.checkpoint());
            spotJobs.put(accepted.orderId(), running);
            running.runs(time, accepted.filledLots());
            calendar.plan(time + buyer.patience(), Phase.DEPARTURES, now -> {
                if (spotJobs.get(accepted.orderId()) == running && !running.everRan()) {
                    leave(now, accepted.orderId());
                }
            });
        }
    }

    private String name(JobDraw.Job job) {
        return "job-" + job.number();
    }

    // ---- what the market says

    @Override
    public void happened(long time, Event event) {
        if (event instanceof Event.OrderClosed closed) {
            restingOrders.remove(closed.orderId());
        } else if (event instanceof Event.SpotBidClosed closed) {
            spotJobs.remove(closed.bidId());
        } else if (event instanceof Event.LeaseRuns runs) {
            change(time, runs.bidId(), job -> job.runs(time, runs.lots()));
        } else if (event instanceof Event.LeaseHandedOver handedOver) {
            change(time, handedOver.bidId(), job -> job.handedOver(time, handedOver.lots()));
        } else if (event instanceof Event.LeaseNoticed noticed) {
            reclaimed(time, noticed);
        } else if (event instanceof Event.LeaseEnded ended && ended.why() != Event.LeaseEnd.RECLAIMED) {
            change(time, ended.bidId(), job -> job.stops(time, ended.lots()));
        }
    }

    private void reclaimed(long time, Event.LeaseNoticed noticed) {
        SpotJob job = spotJobs.get(noticed.bidId());
        if (job == null) {
            return;
        }
        job.reclaimed(time, noticed.lots());
        if (job.staysAfterLastReclaim()) {
            planCompletion(time, noticed.bidId(), job);
        } else {
            calendar.plan(time, Phase.DEPARTURES, now -> leave(now, noticed.bidId()));
        }
    }

    private void change(long time, long bid, Consumer<SpotJob> change) {
        SpotJob job = spotJobs.get(bid);
        if (job != null) {
            change.accept(job);
            planCompletion(time, bid, job);
        }
    }

    private void planCompletion(long time, long bid, SpotJob job) {
        long version = job.version();
        job.completionAt(time)
                .ifPresent(at -> calendar.plan(at, Phase.DEPARTURES, now -> {
                    if (spotJobs.get(bid) == job && job.version() == version) {
                        leave(now, bid);
                    }
                }));
    }

    private void leave(long time, long bid) {
        if (spotJobs.remove(bid) != null) {
            desk.cancel(time, account, bid);
        }
    }
}
