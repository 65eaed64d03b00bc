package io.tidemark.exchange.contract;

import java.util.regex.Pattern;

/**
 * A pool: one SKU at one site. All its lots are equivalent, and it is the unit of sequencing: one state machine, one
 * thread; no order crosses pools atomically.
 *
 * @param site where the machines stand, such as {@code PRN1}: three letters and a digit or more
 */
public record PoolId(Sku sku, String site) implements Comparable<PoolId> {
    private static final Pattern SITE = Pattern.compile("[A-Z]{2,8}[0-9]{1,3}");

    public PoolId {
        if (!SITE.matcher(site).matches()) {
            throw new MalformedContractException("no such site: '" + site + "'", "letters and a number, such as PRN1");
        }
    }

    /** Reads {@code "B200X8.PRN1"}. */
    public static PoolId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new MalformedContractException("no such pool: '" + text + "'", "SKU.SITE, such as B200X8.PRN1");
        }
        return new PoolId(Sku.parse(text.substring(0, dot)), text.substring(dot + 1));
    }

    public int gpusPerLot() {
        return sku.gpusPerLot();
    }

    /** What {@code lots} cost for one hour at a price, in micro-dollars; exact, because a tick is a whole cent. */
    public long lotHourMoney(long ticks, long lots) {
        return Math.multiplyExact(Math.multiplyExact(ticks, lots), Price.MICRO_DOLLARS_PER_TICK * gpusPerLot());
    }

    /** The fee of so many lots for one hour; exact, because a basis point of a tick on a GPU is a whole micro-dollar. */
    public long lotHourFee(long ticks, long lots, int bps) {
        return Math.multiplyExact(Math.multiplyExact(ticks, lots), (long) bps * gpusPerLot());
    }

    /** Both together; in one product, because a tick is as many micro-dollars as the whole is basis points. */
    public long lotHourMoneyAndFee(long ticks, long lots, int bps) {
        return Math.multiplyExact(Math.multiplyExact(ticks, lots), (Price.MICRO_DOLLARS_PER_TICK + bps) * gpusPerLot());
    }

    @Override
    public int compareTo(PoolId other) {
        int bySku = sku.compareTo(other.sku);
        return bySku != 0 ? bySku : site.compareTo(other.site);
    }

    @Override
    public String toString() {
        return sku.name() + "." + site;
    }
}
