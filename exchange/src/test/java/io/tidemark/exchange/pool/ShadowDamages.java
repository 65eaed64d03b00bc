package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.ShadowTitles.Lot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Who gets how much when lots are not delivered, lot by lot, and the index that it is measured by. */
final class ShadowDamages {
    private static final long CENT = 10_000;
    private static final long MINUTE = 60_000;

    private record Print(long at, long ticks, long lots) {}

    /** One lot that was not delivered: what its holder paid. */
    private record Claim(long parcel, long account, int seconds, long ownTicks) {}

    private final NavigableMap<Long, List<Print>> prints = new TreeMap<>();
    private final NavigableMap<Long, Long> lastPrices = new TreeMap<>();
    private final List<Claim> claims = new ArrayList<>();
    private final Deque<Event.DamagesAwarded> owed = new ArrayDeque<>();
    private long owedOfFirst;
    private boolean gated = true;

    void traded(long now, long hour, long ticks, long lots) {
        prints.computeIfAbsent(hour, first -> new ArrayList<>()).add(new Print(now, ticks, lots));
    }

    void printed(Event.SoldLeg leg, boolean setsTheReference) {
        if (setsTheReference) {
            lastPrices.put(leg.hour(), leg.ticks());
        }
    }

    Event.HourIndexed indexed(long hour) {
        long from = Hours.startMillis(hour) - 10 * MINUTE - 24 * Hours.MILLIS;
        long lots = 0;
        long sum = 0;
        for (Print print : prints.getOrDefault(hour, List.of())) {
            lots += print.at() >= from ? print.lots() : 0;
            sum += print.at() >= from ? print.lots() * print.ticks() : 0;
        }
        return new Event.HourIndexed(hour, lots == 0 ? 0 : sum * CENT / lots, lots);
    }

    /** An hour is settled: whoever missed more than ten minutes has a claim. */
    void due(long hour, Map<Long, Deque<Lot>> held, Map<Long, Integer> seconds) {
        gated = true;
        for (Map.Entry<Long, Deque<Lot>> holder : held.entrySet()) {
            for (Lot lot : holder.getValue()) {
                int delivered = seconds.getOrDefault(lot.parcel(), 3_600);
                if (3_600 - delivered > 600) {
                    claim(holder.getKey(), lot, delivered);
                }
            }
        }
    }

    /** A lot of an hour is taken away before its gate. */
    void taken(long account, Lot lot) {
        gated = false;
        claim(account, lot, 0);
    }

    private void claim(long account, Lot lot, int seconds) {
        long own = lot.sales().get(lot.sales().size() - 1).ticks();
        claims.add(new Claim(lot.parcel(), account, seconds, own));
    }

    void awarded(Event.DamagesAwarded awarded) {
        long index = gated ? indexed(awarded.hour()).microDollarsPerGpuHour() : 0;
        for (long i = 0; i < awarded.lots(); i++) {
            boolean found = false;
            for (int at = 0; at < claims.size() && !found; at++) {
                Claim claim = claims.get(at);
                long own = claim.ownTicks() * CENT;
                found = claim.parcel() == awarded.parcel()
                        && claim.account() == awarded.account()
                        && claim.seconds() == awarded.deliveredSeconds()
                        && awarded.base() == (index == 0 ? own : Math.min(own, index));
                if (found) {
                    claims.remove(at);
                }
            }
            assertThat(found).as("%s has a claim", awarded).isTrue();
        }
        if (gated) {
            assertThat(awarded.replacement()).isEqualTo(lastPrices.getOrDefault(awarded.hour(), 0L) * CENT);
        }
        long rate = Math.max(awarded.base() / 4 * 10_000 + awarded.base() % 4 * 2_500, rise(awarded) * 10_000);
        long lotSeconds = 8 * awarded.lots() * (3_600 - awarded.deliveredSeconds());
        assertThat(awarded.amount()).as("%s", awarded).isEqualTo(rate * lotSeconds / 36_000_000);
        assertThat(awarded.fromDamages() + awarded.fromOperator() + awarded.unpaid())
                .isEqualTo(awarded.amount());
        assertThat(isOwing() && awarded.unpaid() < awarded.amount())
                .as("%s is paid before what was owed already", awarded)
                .isFalse();
        if (awarded.unpaid() > 0) {
            owedOfFirst = owed.isEmpty() ? awarded.unpaid() : owedOfFirst;
            owed.addLast(awarded);
        }
    }

    private static long rise(Event.DamagesAwarded awarded) {
        return awarded.replacement() - awarded.base();
    }

    void caughtUp(Event.DamagesCaughtUp paid) {
        Event.DamagesAwarded first = owed.getFirst();
        assertThat(paid.parcel()).as("the oldest first: %s", paid).isEqualTo(first.parcel());
        assertThat(paid.account()).isEqualTo(first.account());
        assertThat(paid.fromDamages() + paid.fromOperator() + paid.unpaid()).isEqualTo(owedOfFirst);
        owedOfFirst = paid.unpaid();
        if (owedOfFirst == 0) {
            owed.removeFirst();
            owedOfFirst = owed.isEmpty() ? 0 : owed.getFirst().unpaid();
        }
    }

    boolean isOwing() {
        return !owed.isEmpty();
    }

    /** What the pool says that it owes. */
    void owes(List<View.OwedView> told) {
        List<View.OwedView> expected = new ArrayList<>();
        for (Event.DamagesAwarded each : owed) {
            long left = expected.isEmpty() ? owedOfFirst : each.unpaid();
            expected.add(new View.OwedView(each.account(), left, each.hour(), each.parcel()));
        }
        assertThat(told).isEqualTo(expected);
    }

    void allAwarded() {
        assertThat(claims).as("claims that were not paid").isEmpty();
    }
}
