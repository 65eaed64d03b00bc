package io.tidemark.pricing.table;

import java.util.List;

/**
 * One line of a table: if every dimension lies in its band, these values hold.
 *
 * @param number the line as an editor counts it, the header being 1
 * @param bands one per dimension of the schema
 * @param values one per output of the schema
 * @param reason the end of a sentence that starts with "because"
 */
public record Row(int number, List<Band> bands, List<Long> values, String reason) {
    /** The values from {@code from} to just below {@code to}. */
    public record Band(long from, long to) {
        boolean overlaps(Band other) {
            return from < other.to && other.from < to;
        }

        Band common(Band other) {
            return new Band(Math.max(from, other.from), Math.min(to, other.to));
        }

        boolean covers(long value) {
            return value >= from && value < to;
        }
    }

    public Row {
        bands = List.copyOf(bands);
        values = List.copyOf(values);
    }

    boolean overlaps(Row other) {
        for (int i = 0; i < bands.size(); i++) {
            if (!bands.get(i).overlaps(other.bands.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean covers(long[] point) {
        for (int i = 0; i < point.length; i++) {
            if (!bands.get(i).covers(point[i])) {
                return false;
            }
        }
        return true;
    }
}
