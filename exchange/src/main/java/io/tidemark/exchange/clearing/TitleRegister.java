package io.tidemark.exchange.clearing;

import io.tidemark.exchange.clearing.ClearingSnapshot.HourOfTitles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Who holds which lots of which hour. */
final class TitleRegister {
    private final LongFunction<Wallet> wallets;

    // Looked up, never walked.
    private final Long2ObjectHashMap<HourTitles> byHour = new Long2ObjectHashMap<>();

    /** The one that was asked for last: who asks for an hour asks for it again. */
    private @Nullable HourTitles last;

    private final List<HourTitles> ascending = new ArrayList<>();

    /** @param wallets by account; it throws where there is none */
    TitleRegister(LongFunction<Wallet> wallets) {
        this.wallets = wallets;
    }

    private @Nullable HourTitles find(long hour) {
        HourTitles titles = last;
        if (titles == null || titles.hour() != hour) {
            titles = byHour.get(hour);
            last = titles;
        }
        return titles;
    }

    long minted(long hour) {
        HourTitles titles = find(hour);
        return titles == null ? 0 : titles.minted();
    }

    long unsold(long hour) {
        HourTitles titles = find(hour);
        return titles == null ? 0 : titles.unsold();
    }

    long held(long account, long hour) {
        Holding holding = holding(account, hour);
        return holding == null ? 0 : holding.lots();
    }

    /** Titles that an account holds and has not in the book. */
    long free(long account, long hour) {
        Holding holding = holding(account, hour);
        return holding == null ? 0 : holding.lots() - holding.offered();
    }

    void offer(long account, long hour, long lots) {
        hour(hour).openHolding(account).offer(lots);
    }

    void withdrawOffer(long account, long hour, long lots) {
        hour(hour).openHolding(account).withdrawOffer(lots);
    }

    private @Nullable Holding holding(long account, long hour) {
        HourTitles titles = find(hour);
        return titles == null ? null : titles.holding(account);
    }

    boolean knows(long hour) {
        return byHour.containsKey(hour);
    }

    /** Hours in which titles exist, ascending. */
    List<Long> hoursWithTitles() {
        List<Long> hours = new ArrayList<>(ascending.size());
        for (HourTitles titles : ascending) {
            hours.add(titles.hour());
        }
        return hours;
    }

    /** Every leg of an hour, the oldest parcel first. */
    List<Leg> legs(long hour) {
        HourTitles titles = find(hour);
        return titles == null ? List.of() : titles.legs();
    }

    /** The titles of an hour, which begins to have some if it had none. */
    HourTitles hour(long hour) {
        HourTitles titles = find(hour);
        if (titles == null) {
            titles = new HourTitles(hour, wallets);
            byHour.put(hour, titles);
            ascending.add(placeOf(hour), titles);
        }
        return titles;
    }

    /** Drops an hour that is over and paid. */
    void drop(long hour) {
        if (byHour.remove(hour) != null) {
            ascending.remove(placeOf(hour));
            last = null;
        }
    }

    /** The parcels of which titles are held, ascending by id. */
    List<Parcel> parcels() {
        NavigableMap<Long, Parcel> parcels = new TreeMap<>();
        for (HourTitles titles : ascending) {
            titles.legs().forEach(leg -> parcels.put(leg.parcel().id(), leg.parcel()));
        }
        return List.copyOf(parcels.values());
    }

    /** All of it, hour by hour. */
    List<HourOfTitles> save() {
        return ascending.stream().map(HourTitles::save).toList();
    }

    /** Makes an empty one what another was. */
    void load(List<HourOfTitles> hours, List<Parcel> parcels) {
        Map<Long, Parcel> byId = new HashMap<>();
        parcels.forEach(parcel -> byId.put(parcel.id(), parcel));
        hours.forEach(saved -> hour(saved.hour()).load(saved, byId));
    }

    /** Where an hour lies among the others, or would; new hours come last as a rule. */
    private int placeOf(long hour) {
        int place = ascending.size();
        while (place > 0 && ascending.get(place - 1).hour() >= hour) {
            place--;
        }
        return place;
    }
}
