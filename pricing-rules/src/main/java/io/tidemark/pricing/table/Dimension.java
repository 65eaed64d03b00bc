package io.tidemark.pricing.table;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.pricing.facts.GroupFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a row can ask of the facts. A band {@code [from, to)} of a number takes two columns, a name takes one.
 *
 * <p>Every dimension names the record that carries it and the accessor, so that a rule can be written from it without any
 * text of the author's.
 */
@SuppressWarnings("ImmutableEnumChecker") // The checker does not know that List.copyOf gives immutable lists.
public enum Dimension {
    /** The kind of machine. */
    SKU(Subject.POOL, "sku", Arrays.stream(Sku.values()).map(Enum::name).toList()),
    /** How much of the pool internal demand uses. */
    UTILISATION_BPS(Subject.POOL, "utilisationBps", 0, 10_001),
    /** How far prices moved lately; the band from -1 to 0 is "not known". */
    VOLATILITY_BPS(Subject.POOL, "volatilityBps", -1, 1_000_001),
    /** Minutes until the hour starts. */
    LEAD_MINUTES(Subject.HOUR, "leadMinutes", 0, 20_160),
    /** 0 is Monday, in UTC. */
    DAY_OF_WEEK(Subject.HOUR, "dayOfWeek", 0, 7),
    /** In UTC. */
    HOUR_OF_DAY(Subject.HOUR, "hourOfDay", 0, 24),
    /** Sold lots as a share of the minted ones. */
    SOLD_SHARE_BPS(Subject.HOUR, "soldShareBps", 0, 10_001),
    /** The last price; the band from 0 to 1 is "there is none". */
    REFERENCE_TICKS(Subject.HOUR, "referenceTicks", 0, 100_000_001),
    /** What a group bought and sold in thirty days. */
    TRADED_LOT_HOURS(Subject.GROUP, "tradedLotHours", 0, GroupFacts.MAX_LOT_HOURS + 1);

    /** Which fact carries a dimension. */
    public enum Subject {
        POOL,
        HOUR,
        GROUP
    }

    private final Subject subject;
    private final String accessor;
    private final List<String> names;
    private final long least;
    private final long end;

    Dimension(Subject subject, String accessor, List<String> names) {
        this(subject, accessor, names, 0, names.size());
    }

    Dimension(Subject subject, String accessor, long least, long end) {
        this(subject, accessor, List.of(), least, end);
    }

    Dimension(Subject subject, String accessor, List<String> names, long least, long end) {
        this.subject = subject;
        this.accessor = accessor;
        this.names = List.copyOf(names);
        this.least = least;
        this.end = end;
    }

    public Subject subject() {
        return subject;
    }

    /** The accessor of the fact, such as {@code "leadMinutes"}. */
    public String accessor() {
        return accessor;
    }

    /** What it is called in headers and explanations, such as {@code "lead_minutes"}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is one of a list of names; if so a row holds the place in that list as a band of one. */
    public boolean isName() {
        return !names.isEmpty();
    }

    /** The name at a place of the list. */
    public String nameAt(long place) {
        return names.get((int) place);
    }

    /** The least value a fact can have. */
    public long least() {
        return least;
    }

    /** The first value above all a fact can have. */
    public long end() {
        return end;
    }

    /** A band of it in words: {@code "lead_minutes from 60 to 61"}, {@code "sku B200X8"}. */
    public String described(Row.Band band) {
        return label() + (isName() ? " " + nameAt(band.from()) : " from " + band.from() + " to " + band.to());
    }

    /** All names, if it is one of a list of them. */
    public List<String> names() {
        return names;
    }

    List<String> columns() {
        return isName() ? List.of(label()) : List.of(label() + "_from", label() + "_to");
    }
}
