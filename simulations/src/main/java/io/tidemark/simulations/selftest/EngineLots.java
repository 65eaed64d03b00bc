package io.tidemark.simulations.selftest;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lots of a real pool. A job is a spot bid; one that does not run at once is cancelled; a job that is done cancels its
 * lease. The operator's own work is a capacity that falls and rises, and the engine reclaims.
 *
 * <p>Why this is the textbook's model, and where it is not:
 *
 * <ul>
 *   <li>All bids have one maximum, above the reserve, and none ever waits: the price is the reserve, nobody is outbid.
 *   <li>The auction of the hour lets every running lease go on, as the capacity covers them all. A lease that began after
 *       the auction ends on the hour and begins again in the same millisecond, its lots being free.
 *   <li>Headroom: the ladder offers {@code capacity - headroom - internal} lots, but never fewer than run, for the auction
 *       must not end a lease that the model would keep. It is published whenever one of these changes.
 *   <li>A reclaimed lot comes back after its notice of 120 s, in the model at once. A newcomer is turned away wrongly only
 *       if a job ends and another comes within those 120 s. With a mean duration of 50 h and the loads of case 4, that is
 *       the lot of 2 newcomers in 10,000 without headroom, and of fewer with it; without internal demand there is no
 *       notice and no error.
 *   <li>Instants are whole milliseconds; of a mean duration of an hour that is less than a millionth.
 * </ul>
 */
final class EngineLots implements Lots {
    static final long START = Hours.startMillis(Hours.parse("2026010500"));

    private static final long ACCOUNT = 100;
    private static final long MAX_TICKS = 10;
    private static final int NOTICE_SECONDS = RuleSheet.LEAST_NOTICE_SECONDS;
    private static final int[] NOBODY = {};

    private final PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
    private final int capacity;
    private final int headroom;
    private final Map<Long, Integer> jobs = new HashMap<>();
    private final long[] bids = new long[4_096];
    private final List<Integer> reclaimed = new ArrayList<>();
    private long ladder;
    private int internalLots;
    private int spotLots;
    private final int[] lotsOf = new int[4_096];
    private long lastClientId;
    private long unmeteredHour = Hours.containing(START) + 1;

    EngineLots(int capacity, int headroom) {
        this.capacity = capacity;
        this.headroom = headroom;
        apply(START, new Command.OpenMarket(rules()));
        apply(START, new Command.OpenAccount(ACCOUNT, ACCOUNT));
        apply(START, new Command.Credit(ACCOUNT, 1, 1_000_000_000_000L * Money.PER_DOLLAR));
        apply(START, new Command.SetCapacity(Hours.containing(START), List.of((long) capacity)));
        offer(START);
    }

    /** The rulebook's, but a closed bid is forgotten at the next gate: the books stay as small as the pool. */
    private static MarketRules rules() {
        return MarketRules.standard().withMemory(0).withListedDays(1);
    }

    @Override
    public boolean admit(long now, int job, int lots) {
        Reply reply = apply(
                now, new Command.SubmitSpotBid(ACCOUNT, Long.toString(++lastClientId), lots, MAX_TICKS, lots > 1));
        if (!(reply instanceof Reply.Accepted accepted)) {
            throw new IllegalStateException("the engine refused a bid: " + reply);
        }
        if (accepted.filledLots() == 0) {
            apply(now, new Command.Cancel(ACCOUNT, accepted.orderId()));
            return false;
        }
        bids[job] = accepted.orderId();
        lotsOf[job] = lots;
        jobs.put(accepted.orderId(), job);
        spotLots += lots;
        offer(now);
        return true;
    }

    @Override
    public void leave(long now, int job) {
        end(now, job);
        offer(now);
    }

    @Override
    public int[] internalNeed(long now, int lots) {
        internalLots = lots;
        apply(now, new Command.SetCapacity(Hours.containing(now), List.of((long) capacity - lots)));
        int[] gone = reclaimed.isEmpty()
                ? NOBODY
                : reclaimed.stream().mapToInt(Integer::intValue).toArray();
        reclaimed.clear();
        // The bid outlives its lease and would come back; the job of the model does not.
        Arrays.stream(gone).forEach(job -> end(now, job));
        offer(now);
        return gone;
    }

    private void end(long now, int job) {
        apply(now, new Command.Cancel(ACCOUNT, bids[job]));
        jobs.remove(bids[job]);
        spotLots -= lotsOf[job];
    }

    private void offer(long now) {
        long wanted = Math.max(Math.max(0, capacity - headroom - internalLots), headroom == 0 ? capacity : spotLots);
        if (wanted != ladder) {
            ladder = wanted;
            apply(now, new Command.PublishRules(sheet(wanted)));
        }
    }

    private static RuleSheet sheet(long lots) {
        return new RuleSheet("selftest", 1, MAX_TICKS, 0, 0, NOTICE_SECONDS, List.of(new Tranche(1, lots)), List.of());
    }

    private Reply apply(long now, Command command) {
        for (; Hours.startMillis(unmeteredHour + 1) <= now; unmeteredHour++) {
            applyAlone(now, new Command.Tick());
            applyAlone(now, new Command.MeterHour(unmeteredHour, List.of()));
        }
        return applyAlone(now, command);
    }

    private Reply applyAlone(long now, Command command) {
        PoolEngine.Outcome outcome = engine.apply(now, 0, command);
        if (outcome.reply() instanceof Reply.Refused refused) {
            throw new IllegalStateException("the engine refused " + command + ": " + refused);
        }
        for (Event event : outcome.events()) {
            if (event instanceof Event.LeaseNoticed noticed) {
                reclaimed.add(jobOf(noticed.bidId()));
            }
        }
        return outcome.reply();
    }

    private int jobOf(long bidId) {
        @Nullable Integer job = jobs.get(bidId);
        if (job == null) {
            throw new IllegalStateException("the engine reclaims a lease that nobody has: " + bidId);
        }
        return job;
    }
}
