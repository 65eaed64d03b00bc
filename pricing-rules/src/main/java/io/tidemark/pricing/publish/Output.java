package io.tidemark.pricing.publish;

import java.util.Locale;

/**
 * Everything an effect can speak about: the value columns of the tables, and the values that limits may replace. The unit
 * is the end of the name.
 */
public enum Output {
    /** Share of the capacity to mint as firm titles where nothing is forecast. */
    FIRM_SHARE_BPS(Group.CAPACITY, 0, 10_000),
    /** What it costs to sell a firm lot that is not there, the refund left out, as a share of its price. */
    FIRM_LOSS_BPS(Group.CAPACITY, 1, 100_000),
    /** What a lot fetches as spot, as a share of its price as firm. */
    SPOT_WORTH_BPS(Group.CAPACITY, 0, 10_000),
    /** The largest share of the capacity to mint as firm titles, whatever is forecast. */
    FIRM_CAP_BPS(Group.CAPACITY, 0, 10_000),
    /** How many lots the forecast is sure enough of to mint them as firm titles; said by the fold, never by a table. */
    FIRM_LOTS(Group.CAPACITY, 0, Long.MAX_VALUE),

    /** What this kind of machine is worth when nothing else is known. */
    ANCHOR_TICKS(Group.REFERENCE, 1, 100_000),
    /** What is added to the fair value, as a share of the anchor. These effects add up; all others stand alone. */
    FAIR_BPS(Group.REFERENCE, -5_000, 20_000),
    /** How much the last price weighs in the fair value. */
    REFERENCE_WEIGHT_BPS(Group.REFERENCE, 0, 9_000),

    /** What running the machine costs and idling does not: no markdown goes below. */
    AVOIDABLE_TICKS(Group.LADDER, 1, 100_000),
    /** Where a ladder's curve starts, as a share of the fair value. */
    LADDER_FLOOR_BPS(Group.LADDER, 1_000, 10_000),
    /** Where a ladder's curve ends, as a share of the fair value. */
    LADDER_CAP_BPS(Group.LADDER, 10_000, 50_000),
    /** Into how many tranches a ladder is cut. */
    TRANCHES(Group.LADDER, 5, 8),
    /** How far of the way down to the avoidable cost both ends of a ladder's curve go. */
    MARKDOWN_BPS(Group.LADDER, 0, 10_000),

    /** Share of the spot lots in the cheapest tranche. */
    FIRST_SHARE_BPS(Group.RESERVE, 1, 10_000),
    /** Reserve of the cheapest tranche, as a share of the anchor. */
    FIRST_PRICE_BPS(Group.RESERVE, 1, 50_000),
    /** Share of the spot lots in the second tranche. */
    SECOND_SHARE_BPS(Group.RESERVE, 0, 10_000),
    /** Reserve of the second tranche, as a share of the anchor. */
    SECOND_PRICE_BPS(Group.RESERVE, 1, 50_000),
    /** Reserve of all further lots, as a share of the anchor. */
    REST_PRICE_BPS(Group.RESERVE, 1, 50_000),

    /** Lower end of the static band, as a share of the anchor. */
    BAND_LOW_BPS(Group.BANDS, 1, 10_000),
    /** Upper end of the static band, as a share of the anchor. */
    BAND_HIGH_BPS(Group.BANDS, 10_000, 200_000),
    /** Half the width of the dynamic band, as a share of the reference. */
    DYNAMIC_BPS(Group.BANDS, 100, 10_000),

    /** Fee of the order that was resting. */
    MAKER_BPS(Group.FEES, 0, 500),
    /** Fee of the order that came in. */
    TAKER_BPS(Group.FEES, 0, 500),

    /** The most of an hour's lots that one group may hold and bid for, as a share of what can be delivered; 0 for no limit. */
    POSITION_LIMIT_BPS(Group.RISK, 0, 10_000),
    /** How many orders a group may enter in a second on average. */
    ORDERS_PER_SECOND(Group.RISK, 1, 100_000),
    /** How many orders a group may enter at once after a pause. */
    BURST_ORDERS(Group.RISK, 1, 100_000),

    /** Seconds between the notice and the end of a reclaimed spot lease. */
    NOTICE_SECONDS(Group.RECLAIM, 120, 86_400),
    /** The most that is paid to get a sold lot back, as a share of the anchor; 0 if none is bought back. */
    BUY_BACK_BPS(Group.RECLAIM, 0, 200_000),

    /** The fair value that the limits allowed. */
    FAIR_TICKS(Group.LIMITS, 1, Long.MAX_VALUE),
    /** The start of a curve that the limits allowed; of the pool, the first spot reserve. */
    LADDER_FLOOR_TICKS(Group.LIMITS, 1, Long.MAX_VALUE),
    /** The end of a curve that the limits allowed; of the pool, the last spot reserve. */
    LADDER_CAP_TICKS(Group.LIMITS, 1, Long.MAX_VALUE);

    private final Group group;
    private final long least;
    private final long most;

    Output(Group group, long least, long most) {
        this.group = group;
        this.least = least;
        this.most = most;
    }

    public Group group() {
        return group;
    }

    /** The name of the column, such as {@code "fair_bps"}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least value a table may give. */
    public long least() {
        return least;
    }

    /** The largest value a table may give. */
    public long most() {
        return most;
    }
}
