package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What holds after every step, whatever it was: section 11 of the rulebook. */
final class StandingLaws {
    private final PoolEngine engine;
    private final ShadowMarket market;
    private final ShadowTitles titles;
    private final ShadowSpot spot;
    private final ShadowBook book;
    private final ShadowDesk desk;
    private final ShadowCash cash;
    private final ShadowDamages damages;
    private final Map<Long, Shortage> toldShort = new TreeMap<>();

    StandingLaws(PoolEngine engine, ShadowMarket market, ShadowDesk desk, ShadowCash cash, ShadowDamages damages) {
        this.engine = engine;
        this.market = market;
        this.titles = market.titles;
        this.spot = market.spot;
        this.book = market.book;
        this.desk = desk;
        this.cash = cash;
        this.damages = damages;
    }

    /** @param deeply whether every title and every micro-dollar is counted again; otherwise only what has changed */
    void hold(boolean deeply) {
        damages.allAwarded();
        theBookIsQuiet();
        onlyWhatRestsIsOpen();
        nothingExpiredIsOpen();
        walletsAgree();
        whatIsOwedIsPaidFirst();
        if (deeply) {
            everythingIsCountedAgain();
        }
        spotFitsIntoTheCapacity();
        shortHoursWereTold();
    }

    private record Shortage(long soldLots, long capacityLots) {}

    void firmAtRisk(Event.FirmAtRisk risk) {
        Shortage figures = new Shortage(risk.soldLots(), risk.capacityLots());
        long lastInLine =
                risk.lastInLine().stream().mapToLong(Event.Delivery::lots).sum();
        assertThat(lastInLine).as("%s", risk).isGreaterThanOrEqualTo(risk.soldLots() - risk.capacityLots());
        assertThat(risk.soldLots()).as("%s", risk).isEqualTo(titles.sold(risk.hour()));
        assertThat(risk.capacityLots())
                .as("%s", risk)
                .isEqualTo(market.capacityOf(risk.hour()))
                .isLessThan(risk.soldLots());
        boolean starts = market.now == Hours.startMillis(risk.hour());
        assertThat(starts || !figures.equals(toldShort.get(risk.hour())))
                .as("not told twice: %s", risk)
                .isTrue();
        toldShort.put(risk.hour(), figures);
    }

    private void shortHoursWereTold() {
        long running = Hours.containing(market.now);
        Map<Long, Shortage> isShort = new TreeMap<>();
        for (long hour : titles.held.tailMap(running).keySet()) {
            if (titles.sold(hour) > market.capacityOf(hour)) {
                isShort.put(hour, new Shortage(titles.sold(hour), market.capacityOf(hour)));
            }
        }
        toldShort.keySet().removeIf(hour -> hour < running || titles.sold(hour) <= market.capacityOf(hour));
        assertThat(toldShort).as("hours that are short").isEqualTo(isShort);
    }

    void theBookIsQuiet() {
        if (market.phase != Phase.CONTINUOUS) {
            return;
        }
        for (ShadowBook.Bid bid : book.bids.values()) {
            assertThat(market.heldBack.contains(bid.orderId) || book.fillOf(bid).lots() == 0)
                    .as("the book is quiet: order %d", bid.orderId)
                    .isTrue();
        }
    }

    private void onlyWhatRestsIsOpen() {
        Set<Long> resting = new HashSet<>(book.bids.keySet());
        for (Offer offer : book.everyOffer()) {
            if (offer.account != Clearing.OPERATOR) {
                resting.add(offer.orderId);
            }
        }
        assertThat(market.orders.keySet()).as("open orders").isEqualTo(resting);
        for (ShadowOrder order : market.orders.values()) {
            assertThat(order.isAtOnce())
                    .as("nothing rests that was for at once: %d", order.id)
                    .isFalse();
        }
    }

    void nothingExpiredIsOpen() {
        assertThat(desk.expired()).as("orders that live beyond their instant").isEmpty();
    }

    private void walletsAgree() {
        View.WalletsView view = (View.WalletsView) engine.answer(new Query.Wallets());
        assertThat(view.fees()).as("fees").isEqualTo(cash.fees);
        Map<Long, Long> held = new HashMap<>();
        for (ShadowOrder order : market.orders.values()) {
            held.merge(order.account, order.worstCase(), Long::sum);
        }
        for (ShadowSpot.Bid bid : spot.bids.values()) {
            held.merge(bid.account, bid.nextHold + bid.hourHold, Long::sum);
        }
        long wallets = 0;
        for (View.AccountView wallet : view.wallets()) {
            long account = wallet.account();
            assertThat(wallet.free()).as("free cash of %d", account).isEqualTo(cash.free.get(account));
            assertThat(wallet.held()).as("held of %d", account).isEqualTo(held.getOrDefault(account, 0L));
            assertThat(wallet.escrow()).as("escrow of %d", account).isEqualTo(cash.escrow.getOrDefault(account, 0L));
            wallets += wallet.free() + wallet.held() + wallet.escrow();
        }
        assertThat(view.wallets()).hasSize(cash.free.size());
        assertThat(wallets + cash.fees).as("cash, holds, escrow and fees").isEqualTo(cash.deposits);
    }

    /** Nothing is owed while an account that pays damages has anything, wherever its money came from. */
    private void whatIsOwedIsPaidFirst() {
        View.HouseFundsView house = (View.HouseFundsView) engine.answer(new Query.HouseFunds());
        assertThat(house.operatorFree()).isEqualTo(cash.free.get(Clearing.OPERATOR));
        assertThat(house.damagesFree()).isEqualTo(cash.free.get(Clearing.DAMAGES));
        damages.owes(house.owed());
        assertThat(damages.isOwing() && house.operatorFree() + house.damagesFree() > 0)
                .as("something is owed, and there is money: %s", house)
                .isFalse();
    }

    /** Every title and every micro-dollar, also where nothing has changed. */
    void everythingIsCountedAgain() {
        View.BalanceView balance = (View.BalanceView) engine.answer(new Query.Balance());
        assertThat(balance.violations()).isEmpty();
        assertThat(balance.fees()).as("fees").isEqualTo(cash.fees);
        for (long account : cash.free.keySet()) {
            assertThat(cash.escrow.getOrDefault(account, 0L))
                    .as("escrow of %d, lot by lot", account)
                    .isEqualTo(titles.escrowOf(account));
            if (account != Clearing.OPERATOR) {
                titlesAgree((View.AccountView) engine.answer(new Query.AccountOf(account)));
            }
        }
    }

    private void titlesAgree(View.AccountView view) {
        Map<Long, Long> found = new TreeMap<>();
        for (View.TitleView title : view.titles()) {
            found.put(title.hour(), title.lots());
            assertThat(title.offeredLots())
                    .as("%s", title)
                    .isEqualTo(market.offeredBy(view.account(), title.hour()))
                    .isLessThanOrEqualTo(title.lots());
        }
        Map<Long, Long> expected = new TreeMap<>();
        for (long hour : titles.held.keySet()) {
            if (titles.held(view.account(), hour) > 0) {
                expected.put(hour, titles.held(view.account(), hour));
            }
        }
        assertThat(found).as("titles of %d", view.account()).isEqualTo(expected);
    }

    private void spotFitsIntoTheCapacity() {
        long hour = Hours.containing(market.now);
        long running = spot.runningLots();
        assertThat(running == 0 || running + titles.sold(hour) <= market.capacityOf(hour))
                .as("%d lots of spot and %d firm in %d", running, titles.sold(hour), market.capacityOf(hour))
                .isTrue();
        View.PoolView view = (View.PoolView) engine.answer(new Query.PoolStatus());
        assertThat(view.phase()).isEqualTo(market.phase);
        assertThat(view.spotLots()).isEqualTo(running);
        assertThat(view.noticedLots()).isEqualTo(spot.noticedLots());
        assertThat(view.firmLots()).isEqualTo(titles.sold(hour));
    }
}
