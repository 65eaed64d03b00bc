package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.CloseReason;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds spot to the rulebook: the auction, one price for the hour, leases, notices and what is paid. */
final class SpotReferee {
    private static final long MINUTE = 60_000;

    private final ShadowMarket market;
    private final ShadowTitles titles;
    private final ShadowSpot spot;
    private final ShadowCash cash;
    private final StandingLaws laws;

    /** How orders and bids ended in the step at hand. */
    private final Map<Long, CloseReason> endings;

    private final NavigableMap<Long, Long> awarded = new TreeMap<>();
    private final Map<Long, Long> hourPrices = new HashMap<>();
    private long auctionSupply;
    private Command command = new Command.Tick();
    private @Nullable NavigableMap<Long, Long> expectedReclaim;

    SpotReferee(ShadowMarket market, ShadowCash cash, StandingLaws laws, Map<Long, CloseReason> endings) {
        this.market = market;
        this.titles = market.titles;
        this.spot = market.spot;
        this.cash = cash;
        this.laws = laws;
        this.endings = endings;
    }

    /** A step begins. */
    void begin(Command given) {
        command = given;
        expectedReclaim = null;
    }

    /** The leases that had to be reclaimed were, all of them. */
    void everythingCame() {
        assertThat(expectedReclaim == null ? Map.of() : expectedReclaim)
                .as("leases that should have been reclaimed")
                .isEmpty();
    }

    void see(Event event) {
        if (event instanceof Event.SpotBidEntered entered) {
            ShadowSpot.Bid bid = new ShadowSpot.Bid(
                    entered.bidId(), entered.account(), entered.lots(), entered.maxTicks(), entered.gang());
            assertThat(entered.hold()).isEqualTo(bid.hourAtMax());
            bid.nextHold = entered.hold();
            cash.pay(bid.account, -bid.nextHold);
            spot.bids.put(bid.id, bid);
        } else if (event instanceof Event.SpotBidClosed closed) {
            ShadowSpot.Bid bid = bid(closed.bidId());
            assertThat(bid.running).as("%s", closed).isEmpty();
            assertThat(closed.released()).as("%s", closed).isEqualTo(bid.nextHold);
            cash.pay(bid.account, bid.nextHold);
            spot.bids.remove(closed.bidId());
            endings.put(closed.bidId(), closed.reason());
        } else if (event instanceof Event.SpotAwarded award) {
            awarded.put(award.bidId(), award.lots());
        } else if (event instanceof Event.SpotPriced priced) {
            priced(priced);
        } else if (event instanceof Event.LeaseRuns runs) {
            runs(runs);
        } else if (event instanceof Event.SpotAtRisk risk) {
            spotAtRisk(risk);
        } else if (event instanceof Event.LeaseNoticed noticed) {
            noticed(noticed);
        } else if (event instanceof Event.LeaseEnded ended) {
            ended(ended);
        } else if (event instanceof Event.LeasePaid paid) {
            paid(paid);
        }
    }

    ShadowSpot.Bid bid(long id) {
        return known(spot.bids.get(id), id);
    }

    private void priced(Event.SpotPriced priced) {
        laws.nothingExpiredIsOpen();
        assertThat(market.now).isEqualTo(Hours.startMillis(priced.hour()) - 5 * MINUTE);
        long supply = Math.max(0, market.capacityOf(priced.hour()) - titles.sold(priced.hour()));
        ShadowSpot.ExpectedAuction expected = spot.auction(market.sheet().reserve(), supply);
        NavigableMap<Long, Long> winners = new TreeMap<>(awarded);
        winners.values().removeIf(lots -> lots == 0);
        auctionSupply = supply;
        assertThat(winners).as("awards of %s", priced).isEqualTo(expected.awards());
        assertThat(priced.ticks()).as("%s", priced).isEqualTo(expected.ticks());
        assertThat(priced.supplyLots()).isEqualTo(supply);
        long sum = winners.values().stream().mapToLong(Long::longValue).sum();
        assertThat(priced.awardedLots()).isEqualTo(sum).isLessThanOrEqualTo(supply);
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            bid.award = winners.getOrDefault(bid.id, 0L);
            assertThat(bid.running.isEmpty() || awarded.containsKey(bid.id))
                    .as("a lease is told")
                    .isTrue();
            if (bid.award > 0) {
                assertThat(priced.ticks()).as("pay <= max").isLessThanOrEqualTo(bid.max);
                assertThat(!bid.gang || bid.award == bid.lots)
                        .as("no gang split")
                        .isTrue();
                hourPrices.put(priced.hour(), priced.ticks());
            }
            boolean turnedAway = !bid.gang && bid.nextHold > 0 && bid.award < bid.lots && bid.max > priced.ticks();
            assertThat(turnedAway && sum > 0)
                    .as("a divisible bid above the price is full")
                    .isFalse();
        }
        awarded.clear();
    }

    private void runs(Event.LeaseRuns runs) {
        ShadowSpot.Bid bid = bid(runs.bidId());
        long hour = Hours.containing(market.now);
        long before = bid.running.size();
        assertThat(runs.ticks()).as("pay <= max: %s", runs).isLessThanOrEqualTo(bid.max);
        assertThat(hourPrices.computeIfAbsent(hour, first -> runs.ticks()))
                .as("one price for the hour: %s", runs)
                .isEqualTo(runs.ticks());
        assertThat(!bid.gang || runs.lots() == bid.lots)
                .as("no gang split: %s", runs)
                .isTrue();
        assertThat(runs.lots()).isLessThanOrEqualTo(bid.lots);
        bid.noticeSeconds = bid.running.isEmpty() ? market.sheet().noticeSeconds() : bid.noticeSeconds;
        bid.runTo(runs.lots(), market.now);
        bid.ticks = runs.ticks();
        if (bid.hourHold == 0 && market.now < Hours.startMillis(hour + 1) - 10 * MINUTE && bid.nextHold > 0) {
            bid.hourHold = bid.nextHold;
            bid.nextHold = 0;
        } else if (bid.hourHold == 0) {
            bid.hourHold = bid.hourAtMax();
            cash.pay(bid.account, -bid.hourHold);
        }
        assertThat(runs.startedAt()).isEqualTo(bid.startedAt);
        if (bid.running.size() > before && market.now > Hours.startMillis(hour)) {
            assertThat(titles.sold(hour) + spot.runningLots() + spot.noticedLots())
                    .as("a newcomer takes an idle lot: %s", runs)
                    .isLessThanOrEqualTo(market.capacityOf(hour));
        }
    }

    /** The leases that would be reclaimed if the capacity fell by so much market.now. */
    private void spotAtRisk(Event.SpotAtRisk risk) {
        assertThat(command).isEqualTo(new Command.WarnOfNeed(risk.lots()));
        long hour = Hours.containing(market.now);
        long fall = Math.min(risk.lots(), market.capacityOf(hour));
        long over = titles.sold(hour) + spot.runningLots() - (market.capacityOf(hour) - fall);
        Map<Long, Long> named = new TreeMap<>();
        for (Event.LeaseLots lease : risk.leases()) {
            assertThat(lease.account()).as("%s", risk).isEqualTo(bid(lease.bidId()).account);
            named.put(lease.bidId(), lease.lots());
        }
        assertThat(named).as("%s", risk).isNotEmpty().isEqualTo(spot.reclaim(Math.min(fall, over)));
    }

    private void noticed(Event.LeaseNoticed noticed) {
        ShadowSpot.Bid bid = bid(noticed.bidId());
        long hour = Hours.containing(market.now);
        NavigableMap<Long, Long> expected = expectedReclaim;
        if (expected == null) {
            expected = spot.reclaim(titles.sold(hour) + spot.runningLots() - market.capacityOf(hour));
            expectedReclaim = expected;
        }
        assertThat(noticed.lots()).as("%s", noticed).isEqualTo(expected.remove(noticed.bidId()));
        assertThat(!bid.gang || noticed.lots() == bid.lots)
                .as("no gang split: %s", noticed)
                .isTrue();
        assertThat(noticed.endsAt() - market.now)
                .isEqualTo(bid.noticeSeconds * 1_000L)
                .isGreaterThanOrEqualTo(120_000);
        assertThat(noticed.hourFree()).isEqualTo(market.now - bid.startedAt < 60 * MINUTE);
        bid.stop(noticed.lots(), market.now, noticed.hourFree());
        spot.notices.add(new ShadowSpot.Notice(bid.id, noticed.lots(), noticed.endsAt()));
    }

    private void ended(Event.LeaseEnded ended) {
        if (ended.why() == Event.LeaseEnd.RECLAIMED) {
            ShadowSpot.Notice notice = new ShadowSpot.Notice(ended.bidId(), ended.lots(), market.now);
            assertThat(spot.notices.remove(notice)).as("%s", ended).isTrue();
            return;
        }
        ShadowSpot.Bid bid = bid(ended.bidId());
        boolean released = ended.why() == Event.LeaseEnd.RELEASED;
        assertThat(released || market.now == Hours.startMillis(Hours.containing(market.now)))
                .as("%s", ended)
                .isTrue();
        if (ended.why() == Event.LeaseEnd.OUTBID || ended.why() == Event.LeaseEnd.NO_SUPPLY) {
            assertThat(ended.why() == Event.LeaseEnd.NO_SUPPLY)
                    .as("%s of %d with %d to have", ended, bid.running.size(), auctionSupply)
                    .isEqualTo(auctionSupply < bid.running.size());
        }
        bid.stop(ended.lots(), market.now, false);
        assertThat(!bid.gang || bid.running.isEmpty())
                .as("no gang split: %s", ended)
                .isTrue();
    }

    private void paid(Event.LeasePaid paid) {
        ShadowSpot.Bid bid = bid(paid.bidId());
        assertThat(paid.ticks()).as("%s", paid).isEqualTo(bid.ticks);
        assertThat(paid.lotMillis()).as("%s", paid).isEqualTo(bid.lotMillis(market.now, paid.hour()));
        assertThat(paid.paid()).as("%s", paid).isEqualTo(ShadowSpot.pay(paid.ticks(), paid.lotMillis()));
        assertThat(paid.paid() + paid.released()).as("%s", paid).isEqualTo(bid.hourHold);
        cash.pay(bid.account, paid.released());
        cash.pay(Clearing.OPERATOR, paid.paid());
        bid.paid(market.now);
    }
}
