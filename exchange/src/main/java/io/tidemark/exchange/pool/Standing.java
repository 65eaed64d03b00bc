package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.PoolSnapshot.DayTraded;
import io.tidemark.exchange.pool.PoolSnapshot.GroupStanding;
import java.util.ArrayList;
import java.util.List;

/** What a pool remembers of how a group behaves: how much it traded lately, and how fast it enters orders. */
final class Standing {
    /** So many UTC days of trading count, today included. */
    static final int DAYS = 30;

    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Lot-hours of each day before the last one with a trade; a day has the place of its number modulo {@link #DAYS}. */
    private final long[] lotHoursBefore = new long[DAYS];

    private long lastDay;
    private long endOfLastDay = MILLIS_PER_DAY;
    private long lotHoursOfLastDay;

    /** Of the last day with a trade and of all that count together with it. */
    private long lotHours;

    /** Up to here the rate is used up, epoch microseconds: each order moves it on by its share of a second. */
    private long usedUntil;

    /** The group has bought or sold. */
    void traded(long now, long tradedLotHours) {
        if (now >= endOfLastDay) {
            turnTo(Math.floorDiv(now, MILLIS_PER_DAY));
        }
        lotHours += tradedLotHours;
        lotHoursOfLastDay += tradedLotHours;
    }

    private void turnTo(long day) {
        // Whoever has not traded in the days that count has nothing to take along.
        if (lotHours > 0) {
            lotHours = lotHoursUntil(day);
            lotHoursBefore[place(lastDay)] = lotHoursOfLastDay;
            for (long next = Math.max(lastDay + 1, day - DAYS + 1); next <= day; next++) {
                lotHoursBefore[place(next)] = 0;
            }
        }
        lastDay = day;
        endOfLastDay = (day + 1) * MILLIS_PER_DAY;
        lotHoursOfLastDay = 0;
    }

    private long lotHoursOf(long day) {
        return day == lastDay ? lotHoursOfLastDay : lotHoursBefore[place(day)];
    }

    /** What it bought and sold in the days that count. */
    long lotHours(long now) {
        return lotHoursUntil(Math.floorDiv(now, MILLIS_PER_DAY));
    }

    private long lotHoursUntil(long day) {
        long first = day - DAYS + 1;
        long left = lotHours;
        for (long gone = lastDay - DAYS + 1; gone < Math.min(first, lastDay + 1); gone++) {
            left -= lotHoursOf(gone);
        }
        return left;
    }

    /**
     * Takes one order out of what the group may enter, if there is one left.
     *
     * @return 0 if there was, else after how many milliseconds there will be
     */
    long enter(long now, Tier tier) {
        if (tier.ordersPerSecond() == 0) {
            return 0;
        }
        long share = MICROS_PER_SECOND / tier.ordersPerSecond();
        long micros = now * MICROS_PER_MILLI;
        long tooFar = usedUntil - micros - (tier.burstOrders() - 1) * share;
        if (tooFar > 0) {
            return (tooFar + MICROS_PER_MILLI - 1) / MICROS_PER_MILLI;
        }
        usedUntil = Math.max(usedUntil, micros) + share;
        return 0;
    }

    private static int place(long day) {
        return (int) Math.floorMod(day, (long) DAYS);
    }

    /** Only what can still matter at an instant, so that the same state has one snapshot. */
    GroupStanding save(long group, long now) {
        List<DayTraded> days = new ArrayList<>();
        long first = Math.floorDiv(now, MILLIS_PER_DAY) - DAYS + 1;
        for (long day = Math.max(first, lastDay - DAYS + 1); day <= lastDay; day++) {
            if (lotHoursOf(day) != 0) {
                days.add(new DayTraded(day, lotHoursOf(day)));
            }
        }
        return new GroupStanding(group, days, Math.max(0, usedUntil - now * MICROS_PER_MILLI));
    }

    void load(GroupStanding saved, long now) {
        for (DayTraded day : saved.days()) {
            turnTo(day.day());
            lotHours += day.lotHours();
            lotHoursOfLastDay = day.lotHours();
        }
        usedUntil = now * MICROS_PER_MILLI + saved.usedMicros();
    }
}
