package io.tidemark.simulations.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A figure of one replication. All of them leave out the warm-up, and add up all pools. Figures of use and waiting are
 * taken at the operator's steps; money and hours are taken from the engine's events, each to the delivery hour that it
 * belongs to. A figure of which there is nothing (the price of no sale) is left out of its replication.
 */
public enum Metric {
    /** What the operator is paid for delivered time: firm hours that it sold itself, and spot leases, refunds taken off. */
    REVENUE("revenue", "USD", Aim.MORE),
    /** Fees that the exchange kept from buyers and sellers of the settled hours. */
    FEES("fees", "USD"),
    /** GPU-hours that holders paid for, firm and spot. */
    SOLD_GPU_HOURS("soldGpuHours", "GPU-h"),
    /** Of these, firm. */
    FIRM_GPU_HOURS("firmGpuHours", "GPU-h"),
    /** Of these, spot. */
    SPOT_GPU_HOURS("spotGpuHours", "GPU-h"),
    /** What the operator told the exchange that it could deliver, over time. */
    RELEASABLE_GPU_HOURS("releasableGpuHours", "GPU-h"),
    /**
     * Sold as a part of releasable. It is above one where firm hours were delivered, or notices ran, after the capacity
     * had fallen: what is promised is not taken back at once.
     */
    SOLD_SHARE("soldShare", "share"),
    /** Lots in internal use as a part of all. */
    INTERNAL_USE("internalUse", "share"),
    /** Lots in internal use or with a holder of the market as a part of all. */
    POOL_USE("poolUse", "share"),
    /** Spot leases that started. */
    ADMISSIONS("admissions", "leases"),
    /** Notices of reclaim that were given to spot leases. */
    RECLAIMS("reclaims", "notices", Aim.LESS),
    /**
     * Lots of spot leases that were asked back, as a part of those that started. Lots and not notices: a large lease may
     * be asked for one lot after another.
     */
    RECLAIM_RATE("reclaimRate", "per lot", Aim.LESS),
    /** Notices of reclaim for each 100 GPU-hours that spot leases were paid for. */
    RECLAIMS_PER_100_GPU_HOURS("reclaimsPer100GpuHours", "per 100 GPU-h", Aim.LESS),
    /** Reclaimed lots that were left to their holder for all of the notice, as a part of all that were reclaimed. */
    NOTICE_KEPT("noticeKept", "share", Aim.MORE),
    /**
     * Lots that internal work wanted and could not have because a holder of the market had them or because they were
     * being sanitized after one, over time.
     */
    INTERNAL_WAIT("internalWait", "lot-h", Aim.LESS),
    /**
     * Firm lots that were sold beyond the capacity of their hour, at its worst from the hour's start to its end. Machines
     * never fail in a simulation and titles are delivered all the same; in a market these are the ones that fail.
     */
    FIRM_SHORT("firmShort", "lot-h", Aim.LESS),
    /** Lot-hours bought as a part of those that firm buyers ordered. */
    FILL_RATE("fillRate", "share"),
    /** The 5th percentile of what a firm GPU-hour was traded at, each lot-hour counted. */
    FIRM_PRICE_P5("firmPriceP5", "USD/GPU-h"),
    /** The median of the same. */
    FIRM_PRICE_P50("firmPriceP50", "USD/GPU-h"),
    /** The 95th percentile of the same. */
    FIRM_PRICE_P95("firmPriceP95", "USD/GPU-h"),
    /** The 5th percentile of what a spot GPU-hour cost, each lot-hour paid counted. */
    SPOT_PRICE_P5("spotPriceP5", "USD/GPU-h"),
    /** The median of the same. */
    SPOT_PRICE_P50("spotPriceP50", "USD/GPU-h"),
    /** The 95th percentile of the same. */
    SPOT_PRICE_P95("spotPriceP95", "USD/GPU-h"),
    /**
     * Hours whose spot price was the operator's reserve and not the bid of somebody turned away, as a part of all hours
     * that had spot lots to sell.
     */
    HOURS_AT_RESERVE("hoursAtReserve", "share"),
    /** Orders and bids that participants entered. */
    ORDERS("orders", "orders"),
    /** Of the orders and bids that participants tried to enter, the part that was refused. */
    REFUSED_SHARE("refusedShare", "share");

    private final String key;
    private final String unit;
    private final Aim aim;

    Metric(String key, String unit) {
        this(key, unit, Aim.NEITHER);
    }

    Metric(String key, String unit, Aim aim) {
        this.key = key;
        this.unit = unit;
        this.aim = aim;
    }

    /** The name by which scenarios and files call it. */
    public String key() {
        return key;
    }

    public String unit() {
        return unit;
    }

    /** Which way is better, where one is. */
    public Aim aim() {
        return aim;
    }

    /** The metric of a name. */
    public static Optional<Metric> of(String key) {
        return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }

    /** All names, in the order of the files. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Metric::key).toList();
    }
}
