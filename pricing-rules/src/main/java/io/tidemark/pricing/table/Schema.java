package io.tidemark.pricing.table;

import io.tidemark.pricing.publish.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All tables there are. The columns are the dimensions, then the outputs, then the author's reason. */
@SuppressWarnings("ImmutableEnumChecker") // The checker does not know that List.copyOf gives immutable lists.
public enum Schema {
    /** How much of an hour's capacity becomes firm titles: a share of it, or as much as the forecast makes worth the risk. */
    FIRM_SHARE(
            List.of(Dimension.LEAD_MINUTES),
            List.of(Output.FIRM_SHARE_BPS, Output.FIRM_LOSS_BPS, Output.SPOT_WORTH_BPS, Output.FIRM_CAP_BPS)),
    /** Where each kind of machine starts: its worth, its cost, and the shape of its ladders. */
    MACHINE(
            List.of(Dimension.SKU),
            List.of(
                    Output.ANCHOR_TICKS,
                    Output.AVOIDABLE_TICKS,
                    Output.LADDER_FLOOR_BPS,
                    Output.LADDER_CAP_BPS,
                    Output.TRANCHES)),
    /** Busy pools are dear, soon more than late. */
    UTILISATION(List.of(Dimension.UTILISATION_BPS, Dimension.LEAD_MINUTES), List.of(Output.FAIR_BPS)),
    /** What it is worth to know early. */
    LEAD_TIME(List.of(Dimension.LEAD_MINUTES), List.of(Output.FAIR_BPS)),
    /** Working hours and nights, weekdays and weekends. */
    HOUR_OF_WEEK(List.of(Dimension.DAY_OF_WEEK, Dimension.HOUR_OF_DAY), List.of(Output.FAIR_BPS)),
    /** What buyers took already. */
    PRESSURE(List.of(Dimension.SOLD_SHARE_BPS, Dimension.LEAD_MINUTES), List.of(Output.FAIR_BPS)),
    /** How far the last price is believed. */
    REFERENCE_WEIGHT(List.of(Dimension.REFERENCE_TICKS, Dimension.LEAD_MINUTES), List.of(Output.REFERENCE_WEIGHT_BPS)),
    /** Unsold lots become cheaper at T-24h, T-6h and T-1h. */
    MARKDOWN(List.of(Dimension.LEAD_MINUTES, Dimension.SOLD_SHARE_BPS), List.of(Output.MARKDOWN_BPS)),
    /** The least price of spot, in three tranches. */
    SPOT_RESERVE(
            List.of(Dimension.UTILISATION_BPS),
            List.of(
                    Output.FIRST_SHARE_BPS,
                    Output.FIRST_PRICE_BPS,
                    Output.SECOND_SHARE_BPS,
                    Output.SECOND_PRICE_BPS,
                    Output.REST_PRICE_BPS)),
    /** How wide prices may swing. */
    BANDS(List.of(Dimension.VOLATILITY_BPS), List.of(Output.BAND_LOW_BPS, Output.BAND_HIGH_BPS, Output.DYNAMIC_BPS)),
    /** What the exchange takes, less of those who trade more. */
    FEES(List.of(Dimension.SKU, Dimension.TRADED_LOT_HOURS), List.of(Output.MAKER_BPS, Output.TAKER_BPS)),
    /** How much of an hour one group may have, and how fast it may enter orders. */
    RISK(
            List.of(Dimension.TRADED_LOT_HOURS),
            List.of(Output.POSITION_LIMIT_BPS, Output.ORDERS_PER_SECOND, Output.BURST_ORDERS)),
    /** How early a spot lease is told that it ends, and what a sold lot is worth to get back. */
    RECLAIM(List.of(Dimension.UTILISATION_BPS), List.of(Output.NOTICE_SECONDS, Output.BUY_BACK_BPS));

    /** The last column of every table. */
    static final String REASON = "reason";

    private final List<Dimension> dimensions;
    private final List<Output> outputs;

    Schema(List<Dimension> dimensions, List<Output> outputs) {
        this.dimensions = List.copyOf(dimensions);
        this.outputs = List.copyOf(outputs);
    }

    /** The name of the table and, with {@code .csv}, of its file: {@code "hour-of-week"}. */
    public String table() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<Dimension> dimensions() {
        return dimensions;
    }

    public List<Output> outputs() {
        return outputs;
    }

    /** Whether its rules speak about single hours. */
    public boolean isAboutHours() {
        return isAbout(Dimension.Subject.HOUR);
    }

    /** Whether its rules speak about the groups that trade; what speaks neither of them nor of hours is about the pool. */
    public boolean isAboutGroups() {
        return isAbout(Dimension.Subject.GROUP);
    }

    private boolean isAbout(Dimension.Subject subject) {
        return dimensions.stream().anyMatch(dimension -> dimension.subject() == subject);
    }

    /** The name of the rule that a row becomes, such as {@code "utilisation/4"}. */
    public String ruleId(Row row) {
        return table() + "/" + row.number();
    }

    /** The header the table must have. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        dimensions.forEach(dimension -> columns.addAll(dimension.columns()));
        outputs.forEach(output -> columns.add(output.column()));
        columns.add(REASON);
        return columns;
    }

    static Optional<Schema> named(String table) {
        for (Schema schema : values()) {
            if (schema.table().equals(table)) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }
}
