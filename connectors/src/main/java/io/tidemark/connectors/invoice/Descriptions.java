package io.tidemark.connectors.invoice;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.fleet.invoice.Invoice.Item;
import io.tidemark.fleet.ledger.Particulars;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what a line of an invoice is, for somebody who was not there. */
final class Descriptions {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MILLI_DECIMALS = 3;
    private static final long SECOND = 1_000;

    private Descriptions() {}

    static String of(Item item) {
        Particulars what = item.particulars();
        return switch (item.category()) {
            case PURCHASE -> "Bought " + lotsOf(what) + aside(item);
            case DELIVERY -> ended(item) + lotsOf(what) + price(what) + delivered(what) + returned(item);
            case SALE -> (what.lots() == null ? "Spot" : "Sold") + " " + lotsOf(what) + price(what) + delivered(what);
            case SPOT -> "Spot" + " " + lotsOf(what) + price(what) + delivered(what);
            case DAMAGES ->
                (item.kind().equals("damages owed") ? "Damages that were owed for " : "Damages for ")
                        + lotsOf(what)
                        + delivered(what);
            case DEPOSIT, WITHDRAWAL, OTHER -> capital(item.kind());
        };
    }

    private static String ended(Item item) {
        return switch (item.kind()) {
            case "curtailed" -> "Taken before its hour: ";
            case "bought back" -> "Bought back: ";
            default -> "Delivered ";
        };
    }

    private static String lotsOf(Particulars what) {
        Long hour = what.hour();
        if (hour == null) {
            return "hours of before particulars were kept";
        }
        Integer hours = what.hours();
        String times = hours == null || hours == 1 ? "" : ", " + hours + " hours";
        Long lots = what.lots();
        return (lots == null ? "" : Lots.format(lots) + " of ")
                + HOUR.format(Instant.ofEpochMilli(Hours.startMillis(hour)))
                + times;
    }

    private static String price(Particulars what) {
        Long ticks = what.ticks();
        return ticks == null ? "" : " at " + Price.format(ticks);
    }

    private static String delivered(Particulars what) {
        Integer seconds = deliveredSeconds(what);
        if (seconds != null) {
            return seconds == Hours.MILLIS / SECOND ? "" : ", " + seconds + " of 3600 s delivered";
        }
        String lotSeconds = lotSeconds(what);
        return lotSeconds == null ? "" : ", " + lotSeconds + " lot-seconds";
    }

    private static String aside(Item item) {
        return item.setAside() == 0 ? "" : "; " + Money.format(item.setAside()) + " set aside until delivery";
    }

    private static String returned(Item item) {
        return item.returned() == 0 ? "" : "; " + Money.format(item.returned()) + " free again";
    }

    /** Of an hour that had a number of lots. */
    static @Nullable Integer deliveredSeconds(Particulars what) {
        Long lots = what.lots();
        Long lotMillis = what.lotMillis();
        return lots == null || lotMillis == null || lots == 0 ? null : Math.toIntExact(lotMillis / lots / SECOND);
    }

    /** Of spot, which may have had now more and now fewer lots. */
    static @Nullable String lotSeconds(Particulars what) {
        Long lotMillis = what.lotMillis();
        return what.lots() != null || lotMillis == null
                ? null
                : BigDecimal.valueOf(lotMillis, MILLI_DECIMALS)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String capital(String kind) {
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }
}
