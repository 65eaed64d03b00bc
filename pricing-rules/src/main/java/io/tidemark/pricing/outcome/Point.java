package io.tidemark.pricing.outcome;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.table.Dimension;
import io.tidemark.pricing.table.Dimension.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A value for every dimension; of a name, its place.
 *
 * @param values in the order of the dimensions, none left out
 */
public record Point(Map<Dimension, Long> values) {
    /** As many lots as a whole has basis points, so that a share of them is exact. */
    static final long LOTS = 10_000;

    private static final long HOURS_PER_DAY = 24;

    /** As wide as limits can be: a case is about the rules, not about a pool's operator. */
    private static final Limits LIMITS = new Limits(1, 100_000_000, 10_000);

    public Point {
        if (values.size() != Dimension.values().length) {
            throw new IllegalArgumentException("a value is missing: " + values);
        }
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    public long at(Dimension dimension) {
        return values.getOrDefault(dimension, 0L);
    }

    /** The values that are of the pool and not of the hour. Points that agree in them can be priced in one tick. */
    public List<Long> ofPool() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().subject() == Subject.POOL)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The facts of points of one pool: hour {@code i} is the point {@code i}. */
    static PoolFacts facts(List<Point> points) {
        List<HourFacts> hours = new ArrayList<>(points.size());
        for (Point point : points) {
            hours.add(new HourFacts(
                    hours.size(),
                    point.at(Dimension.LEAD_MINUTES),
                    point.at(Dimension.DAY_OF_WEEK) * HOURS_PER_DAY + point.at(Dimension.HOUR_OF_DAY),
                    LOTS,
                    LOTS,
                    point.at(Dimension.SOLD_SHARE_BPS),
                    point.at(Dimension.REFERENCE_TICKS),
                    SurplusOutlook.UNKNOWN));
        }
        Point first = points.get(0);
        return new PoolFacts(
                PoolId.parse(Dimension.SKU.nameAt(first.at(Dimension.SKU)) + ".ANY1"),
                0,
                LOTS,
                0,
                first.at(Dimension.UTILISATION_BPS),
                first.at(Dimension.VOLATILITY_BPS),
                LIMITS,
                hours);
    }

    /** The point as its author would write it: {@code "sku=B200X8 utilisation_bps=7000 ..."}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        values.forEach((dimension, value) -> parts.add(
                dimension.label() + "=" + (dimension.isName() ? dimension.nameAt(value) : Long.toString(value))));
        return String.join(" ", parts);
    }
}
