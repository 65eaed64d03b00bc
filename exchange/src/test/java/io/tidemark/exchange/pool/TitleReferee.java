package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of titles beside trades: minted, withdrawn, delivered, taken back and bought back. */
final class TitleReferee {
    private static final long MINUTE = 60_000;

    private final ShadowMarket market;
    private final ShadowTitles titles;
    private final ShadowBook book;
    private final ShadowCash cash;
    private final ShadowDamages damages;

    /** By parcel, whether its lots are of use only together. */
    private final Map<Long, Boolean> gangs = new HashMap<>();

    TitleReferee(ShadowMarket market, ShadowCash cash, ShadowDamages damages) {
        this.market = market;
        this.titles = market.titles;
        this.book = market.book;
        this.cash = cash;
        this.damages = damages;
    }

    /** A trade has made a parcel. */
    void bought(long parcel, boolean allOrNone) {
        gangs.put(parcel, allOrNone);
    }

    void supplyEntered(Event.SupplyEntered entered) {
        assertThat(market.phase).as("supply enters only in calls").isEqualTo(Phase.CALL);
        assertThat(entered.hour()).isGreaterThan(market.lastGated);
        book.removeOffers(offer -> offer.hour == entered.hour() && offer.account == Clearing.OPERATOR);
        long unsold = 0;
        for (Tranche tranche : entered.ladder()) {
            unsold += tranche.lots();
            book.offer(new Offer(
                    entered.orderId(),
                    Clearing.OPERATOR,
                    market.groupOf(Clearing.OPERATOR),
                    entered.hour(),
                    tranche.ticks(),
                    market.nextPlace(),
                    tranche.lots()));
        }
        titles.unsold.put(entered.hour(), unsold);
        assertThat(entered.mintedLots()).isEqualTo(unsold + titles.sold(entered.hour()));
        assertThat(unsold == 0 || entered.mintedLots() <= market.capacityOf(entered.hour()))
                .as("never more titles than capacity: %s", entered)
                .isTrue();
    }

    void supplyWithdrawn(Event.SupplyWithdrawn withdrawn) {
        List<Offer> dearestFirst = book.offersOf(withdrawn.hour()).stream()
                .filter(offer -> offer.account == Clearing.OPERATOR)
                .sorted((a, b) -> Long.compare(b.limit, a.limit))
                .toList();
        long left = withdrawn.lots();
        for (Offer offer : dearestFirst) {
            long taken = Math.min(left, offer.lots);
            offer.lots -= taken;
            left -= taken;
        }
        book.removeOffers(offer -> offer.lots == 0);
        assertThat(left).as("%s", withdrawn).isZero();
        titles.unsold.merge(withdrawn.hour(), -withdrawn.lots(), Long::sum);
    }

    void settled(Event.HourSettled settled, Command.MeterHour meter) {
        Map<Long, Integer> seconds = new HashMap<>();
        meter.shortfalls().forEach(reading -> seconds.put(reading.parcel(), reading.deliveredSeconds()));
        damages.due(settled.hour(), titles.held.getOrDefault(settled.hour(), new TreeMap<>()), seconds);
        titles.settle(settled.hour(), settled.legs(), seconds);
        assertThat(settled.fees()).isEqualTo(cash.pay(settled.legs()));
    }

    /** The latest trade first, no lot more than is needed, but gangs whole; all of it is undone. */
    void curtailed(Event.Curtailed curtailed) {
        long hour = curtailed.hour();
        assertThat(Hours.startMillis(hour) - market.now).as("notice").isGreaterThanOrEqualTo(30 * MINUTE);
        List<ShadowTitles.Lot> lots = new ArrayList<>();
        Map<Long, Integer> nothing = new HashMap<>();
        List<Long> latestFirst = new ArrayList<>(parcels(hour));
        latestFirst.sort((a, b) -> Long.compare(b, a));
        for (long parcel : latestFirst) {
            long left = curtailed.lots() - lots.size();
            if (left > 0) {
                long most = known(gangs.get(parcel), curtailed) ? Long.MAX_VALUE : left;
                lots.addAll(titles.take(hour, parcel, most));
                nothing.put(parcel, 0);
            }
        }
        long taken = curtailed.taken().stream().mapToLong(Event.Delivery::lots).sum();
        assertThat(taken).as("%s", curtailed).isEqualTo(lots.size());
        titles.settle(hour, lots, curtailed.legs(), nothing);
        assertThat(curtailed.fees()).isEqualTo(cash.pay(curtailed.legs()));
        for (Event.Delivery parcel : curtailed.taken()) {
            lots.stream()
                    .filter(lot -> lot.parcel() == parcel.parcel())
                    .forEach(lot -> damages.taken(parcel.account(), lot));
        }
    }

    void boughtBack(Event.BoughtBack burned) {
        long hours = burned.window().end() - burned.window().start();
        for (long hour = burned.window().start(); hour < burned.window().end(); hour++) {
            long each = hour;
            List<ShadowTitles.Lot> lots = titles.take(hour, burned.tradeId(), Long.MAX_VALUE);
            assertThat(lots).as("%s over %d hours", burned, hours).hasSize(Math.toIntExact(burned.lots()));
            titles.settle(
                    hour,
                    lots,
                    burned.legs().stream().filter(leg -> leg.hour() == each).toList(),
                    Map.of());
        }
        assertThat(burned.fees()).isEqualTo(cash.pay(burned.legs()));
    }

    /** Parcels of an hour. */
    List<Long> parcels(long hour) {
        return titles.held.getOrDefault(hour, new TreeMap<>()).values().stream()
                .flatMap(Deque::stream)
                .map(ShadowTitles.Lot::parcel)
                .distinct()
                .toList();
    }
}
