package io.tidemark.exchange.clearing;

import io.tidemark.exchange.clearing.ClearingSnapshot.Holder;
import io.tidemark.exchange.clearing.ClearingSnapshot.HourOfTitles;
import io.tidemark.exchange.lookup.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The titles of one hour: held + unsold = minted. */
final class HourTitles {
    private static final Comparator<Leg> OLDEST_PARCEL_FIRST =
            Comparator.comparingLong(leg -> leg.parcel().id());

    private final long hour;
    private final LongFunction<Wallet> wallets;
    private long minted;
    private long unsold;

    private final Slots<Holding> byAccount = new Slots<>();

    /** The holding that was found last: who asks for one asks for it again. */
    private @Nullable Holding last;

    /** In the order of the first purchase. */
    private final List<Holding> holdings = new ArrayList<>();

    /** @param wallets by account; it throws where there is none */
    HourTitles(long hour, LongFunction<Wallet> wallets) {
        this.hour = hour;
        this.wallets = wallets;
    }

    long hour() {
        return hour;
    }

    long minted() {
        return minted;
    }

    long unsold() {
        return unsold;
    }

    void mint(long lots) {
        minted += lots;
        unsold += lots;
    }

    void burn(long lots) {
        takeUnsold(lots);
        minted -= lots;
    }

    void takeUnsold(long lots) {
        if (lots > unsold) {
            throw new IllegalStateException("hour " + hour + " has " + unsold + " unsold titles, not " + lots);
        }
        unsold -= lots;
    }

    /** Titles that were sold are taken out of a parcel and exist no more. */
    List<Leg> takeBack(Parcel parcel, long lots) {
        List<Leg> taken = openHolding(parcel.account()).take(parcel.id(), lots);
        minted -= lots;
        return taken;
    }

    @Nullable Holding holding(long account) {
        Holding holding = last;
        if (holding == null || holding.account() != account) {
            holding = byAccount.first(Slots.hash(account));
            while (holding != null && holding.account() != account) {
                holding = holding.nextInSlot();
            }
            last = holding;
        }
        return holding;
    }

    Holding openHolding(long account) {
        Holding holding = holding(account);
        if (holding == null) {
            holding = new Holding(account, wallets.apply(account));
            byAccount.add(holding);
            last = holding;
            holdings.add(holding);
        }
        return holding;
    }

    /** All of it. An account that has sold everything is as one that never had anything. */
    HourOfTitles save() {
        List<Holder> holders = holdings.stream()
                .filter(holding -> holding.lots() > 0)
                .sorted(Comparator.comparingLong(Holding::account))
                .map(Holding::save)
                .toList();
        return new HourOfTitles(hour, minted, unsold, holders);
    }

    /** Makes an hour without titles what another was. */
    void load(HourOfTitles saved, Map<Long, Parcel> parcels) {
        minted = saved.minted();
        unsold = saved.unsold();
        for (Holder holder : saved.holders()) {
            Parcel oldest = ClearingSnapshot.parcelOf(holder.legs().get(0), parcels);
            openHolding(oldest.account()).load(holder, parcels);
        }
    }

    /** Every leg of the hour, the oldest parcel first: an order that no account's number has a say in. */
    List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (Holding holding : holdings) {
            for (Leg leg = holding.oldest(); leg != null; leg = leg.next) {
                legs.add(leg);
            }
        }
        // A parcel lies in one holding, so the order of the holdings does not matter.
        legs.sort(OLDEST_PARCEL_FIRST);
        return legs;
    }
}
