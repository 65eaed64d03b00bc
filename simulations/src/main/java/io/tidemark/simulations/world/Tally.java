package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.simulations.metric.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Sums of one pool, warm-up left out; whole numbers until the metrics are made of them. */
final class Tally {
    final PriceHistogram firmPrices = new PriceHistogram();
    final PriceHistogram spotPrices = new PriceHistogram();
    long revenueMicros;
    long feesMicros;
    long firmLotMillis;
    long spotLotMillis;
    long totalLotMillis;
    long internalLotMillis;
    long usedLotMillis;
    long releasableLotMillis;
    long waitingLotMillis;
    long shortLotHours;
    long admissions;
    long reclaims;
    long startedLots;
    long noticedLots;
    long reclaimedLots;
    long keptNoticeLots;
    long orderedLotHours;
    long filledLotHours;
    long spotHours;
    long spotHoursAtReserve;
    long orders;
    long refusals;
    private double firmGpuMillis;
    private double spotGpuMillis;
    private double releasableGpuMillis;

    /** Adds a pool, whose lots have so many GPUs. */
    void add(Tally pool, int gpusPerLot) {
        firmPrices.add(pool.firmPrices);
        spotPrices.add(pool.spotPrices);
        revenueMicros += pool.revenueMicros;
        feesMicros += pool.feesMicros;
        firmGpuMillis += (double) pool.firmLotMillis * gpusPerLot;
        spotGpuMillis += (double) pool.spotLotMillis * gpusPerLot;
        releasableGpuMillis += (double) pool.releasableLotMillis * gpusPerLot;
        totalLotMillis += pool.totalLotMillis;
        internalLotMillis += pool.internalLotMillis;
        usedLotMillis += pool.usedLotMillis;
        waitingLotMillis += pool.waitingLotMillis;
        shortLotHours += pool.shortLotHours;
        admissions += pool.admissions;
        reclaims += pool.reclaims;
        startedLots += pool.startedLots;
        noticedLots += pool.noticedLots;
        reclaimedLots += pool.reclaimedLots;
        keptNoticeLots += pool.keptNoticeLots;
        orderedLotHours += pool.orderedLotHours;
        filledLotHours += pool.filledLotHours;
        spotHours += pool.spotHours;
        spotHoursAtReserve += pool.spotHoursAtReserve;
        orders += pool.orders;
        refusals += pool.refusals;
    }

    /** The metrics of which there is anything. */
    Map<Metric, Double> metrics() {
        Map<Metric, Double> all = new EnumMap<>(Metric.class);
        double sold = firmGpuMillis + spotGpuMillis;
        all.put(Metric.REVENUE, (double) revenueMicros / Money.PER_DOLLAR);
        all.put(Metric.FEES, (double) feesMicros / Money.PER_DOLLAR);
        all.put(Metric.SOLD_GPU_HOURS, sold / Hours.MILLIS);
        all.put(Metric.FIRM_GPU_HOURS, firmGpuMillis / Hours.MILLIS);
        all.put(Metric.SPOT_GPU_HOURS, spotGpuMillis / Hours.MILLIS);
        all.put(Metric.RELEASABLE_GPU_HOURS, releasableGpuMillis / Hours.MILLIS);
        all.put(Metric.ADMISSIONS, (double) admissions);
        all.put(Metric.RECLAIMS, (double) reclaims);
        all.put(Metric.INTERNAL_WAIT, (double) waitingLotMillis / Hours.MILLIS);
        all.put(Metric.FIRM_SHORT, (double) shortLotHours);
        all.put(Metric.ORDERS, (double) orders);
        ratio(all, Metric.SOLD_SHARE, sold, releasableGpuMillis);
        ratio(all, Metric.INTERNAL_USE, internalLotMillis, totalLotMillis);
        ratio(all, Metric.POOL_USE, usedLotMillis, totalLotMillis);
        ratio(all, Metric.RECLAIM_RATE, noticedLots, startedLots);
        ratio(all, Metric.RECLAIMS_PER_100_GPU_HOURS, 100 * (double) reclaims, spotGpuMillis / Hours.MILLIS);
        ratio(all, Metric.NOTICE_KEPT, keptNoticeLots, reclaimedLots);
        ratio(all, Metric.FILL_RATE, filledLotHours, orderedLotHours);
        ratio(all, Metric.HOURS_AT_RESERVE, spotHoursAtReserve, spotHours);
        ratio(all, Metric.REFUSED_SHARE, refusals, orders + refusals);
        percentile(all, Metric.FIRM_PRICE_P5, firmPrices.percentile(5));
        percentile(all, Metric.FIRM_PRICE_P50, firmPrices.percentile(50));
        percentile(all, Metric.FIRM_PRICE_P95, firmPrices.percentile(95));
        percentile(all, Metric.SPOT_PRICE_P5, spotPrices.percentile(5));
        percentile(all, Metric.SPOT_PRICE_P50, spotPrices.percentile(50));
        percentile(all, Metric.SPOT_PRICE_P95, spotPrices.percentile(95));
        return all;
    }

    private static void ratio(Map<Metric, Double> all, Metric metric, double part, double whole) {
        if (whole > 0) {
            all.put(metric, part / whole);
        }
    }

    private static void ratio(Map<Metric, Double> all, Metric metric, long part, long whole) {
        ratio(all, metric, (double) part, (double) whole);
    }

    private static void percentile(Map<Metric, Double> all, Metric metric, OptionalDouble value) {
        value.ifPresent(dollars -> all.put(metric, dollars));
    }
}
