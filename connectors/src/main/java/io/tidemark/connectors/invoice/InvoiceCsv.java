package io.tidemark.connectors.invoice;

import io.tidemark.connectors.invoice.InvoiceBody.InvoiceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as a spreadsheet: RFC 4180, a line for each item under a line of titles. No cell is a formula: what a
 * spreadsheet would compute begins with an apostrophe here, unless it is a plain number.
 */
public final class InvoiceCsv {
    private static final List<String> TITLES = List.of(
            "invoice",
            "account",
            "provisional",
            "id",
            "at",
            "what",
            "pool",
            "hour",
            "hours",
            "lots",
            "pricePerGpuHour",
            "deliveredSeconds",
            "lotSeconds",
            "tradeId",
            "spotBidId",
            "setAsideUsd",
            "returnedUsd",
            "priceUsd",
            "feeUsd",
            "amountUsd",
            "balanceUsd",
            "description");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");
    /** What Excel, LibreOffice and Google Sheets take for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r\n|%";

    private InvoiceCsv() {}

    public static String of(InvoiceBody invoice) {
        StringBuilder csv = new StringBuilder();
        line(csv, TITLES);
        for (InvoiceItem item : invoice.items()) {
            line(csv, cells(invoice, item));
        }
        return csv.toString();
    }

    private static List<String> cells(InvoiceBody invoice, InvoiceItem item) {
        List<String> cells = new ArrayList<>();
        add(cells, invoice.number(), invoice.account(), invoice.provisional());
        add(cells, item.id(), item.at(), item.what(), item.pool(), item.hour(), item.hours(), item.lots());
        add(cells, item.pricePerGpuHour(), item.deliveredSeconds(), item.lotSeconds());
        add(cells, item.tradeId(), item.spotBidId(), item.setAsideUsd(), item.returnedUsd());
        add(cells, item.priceUsd(), item.feeUsd(), item.amountUsd(), item.balanceUsd(), item.description());
        return cells;
    }

    private static void add(List<String> cells, @Nullable Object... values) {
        for (Object value : values) {
            cells.add(value == null ? "" : value.toString());
        }
    }

    private static void line(StringBuilder csv, List<String> cells) {
        csv.append(cells.stream().map(InvoiceCsv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    static String cell(String text) {
        boolean isFormula = !text.isEmpty()
                && FORMULA.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        String harmless = isFormula ? "'" + text : text;
        return NEEDS_QUOTES.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
