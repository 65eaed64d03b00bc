package io.tidemark.exchange.clearing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Who holds which lots of which hour. In every hour, held + unsold = minted. */
final class TitleRegister {
    private final NavigableMap<Long, HourTitles> hours = new TreeMap<>();

    /** The titles of one hour. */
    static final class HourTitles {
        private long minted;
        private long unsold;
        /** By account, the oldest parcel first. */
        private final NavigableMap<Long, Deque<Leg>> held = new TreeMap<>();

        long held(long account) {
            return held.getOrDefault(account, new ArrayDeque<>()).stream()
                    .mapToLong(Leg::lots)
                    .sum();
        }
    }

    long minted(long hour) {
        return hours.containsKey(hour) ? hour(hour).minted : 0;
    }

    long unsold(long hour) {
        return hours.containsKey(hour) ? hour(hour).unsold : 0;
    }

    long held(long account, long hour) {
        return hours.containsKey(hour) ? hour(hour).held(account) : 0;
    }

    /** Hours in which titles exist, ascending. */
    List<Long> hoursWithTitles() {
        return List.copyOf(hours.keySet());
    }

    /** Every leg of an hour, the oldest parcel first: an order that no account's number has a say in. */
    List<Leg> legs(long hour) {
        List<Leg> legs = new ArrayList<>();
        if (hours.containsKey(hour)) {
            hour(hour).held.values().forEach(legs::addAll);
        }
        legs.sort(Comparator.comparingLong(leg -> leg.parcel().id()));
        return legs;
    }

    void mint(long hour, long lots) {
        HourTitles titles = hour(hour);
        titles.minted += lots;
        titles.unsold += lots;
    }

    void burn(long hour, long lots) {
        HourTitles titles = hour(hour);
        if (lots > titles.unsold) {
            throw new IllegalStateException("hour " + hour + " has " + titles.unsold + " unsold titles, not " + lots);
        }
        titles.unsold -= lots;
        titles.minted -= lots;
    }

    /** The operator's unsold titles become a leg of a parcel. */
    void sellFirst(long hour, Parcel to, long lots, Link sale) {
        HourTitles titles = hour(hour);
        if (lots > titles.unsold) {
            throw new IllegalStateException("hour " + hour + " has " + titles.unsold + " unsold titles, not " + lots);
        }
        titles.unsold -= lots;
        add(titles, new Leg(to, lots, List.of(sale)));
    }

    /**
     * Takes a holder's titles, the oldest parcel first, and gives them to a parcel.
     *
     * @return the legs as they were before this sale
     */
    List<Leg> resell(long hour, Parcel to, long lots, Link sale) {
        HourTitles titles = hour(hour);
        Deque<Leg> from = titles.held.getOrDefault(sale.seller(), new ArrayDeque<>());
        List<Leg> moved = new ArrayList<>();
        long left = lots;
        while (left > 0) {
            Leg oldest = from.pollFirst();
            if (oldest == null) {
                throw new IllegalStateException(
                        "account " + sale.seller() + " lacks " + left + " titles of hour " + hour);
            }
            if (oldest.lots() > left) {
                from.addFirst(oldest.withLots(oldest.lots() - left));
                oldest = oldest.withLots(left);
            }
            left -= oldest.lots();
            moved.add(oldest);
        }
        if (from.isEmpty()) {
            titles.held.remove(sale.seller());
        }
        moved.forEach(leg -> add(titles, leg.resold(to, sale)));
        return moved;
    }

    /** Drops an hour that is over and paid. */
    void drop(long hour) {
        hours.remove(hour);
    }

    private HourTitles hour(long hour) {
        return hours.computeIfAbsent(hour, none -> new HourTitles());
    }

    private static void add(HourTitles titles, Leg leg) {
        titles.held
                .computeIfAbsent(leg.parcel().account(), none -> new ArrayDeque<>())
                .addLast(leg);
    }
}
