package io.tidemark.connectors.invoice;

import io.tidemark.connectors.invoice.InvoiceBody.InvoiceBalances;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceItem;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceSum;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceWallet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An invoice as a page to read and to print. It needs nothing but itself: no script, no font, no picture. */
public final class InvoiceHtml {
    /** What the browser that shows it may do: nothing but colour it. */
    public static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private static final String STYLE = style();
    private static final int CENTS = 2;

    private final StringBuilder page = new StringBuilder();
    private final InvoiceBody invoice;
    private final int decimals;

    private InvoiceHtml(InvoiceBody invoice) {
        this.invoice = invoice;
        this.decimals = decimals(invoice);
    }

    public static String of(InvoiceBody invoice) {
        InvoiceHtml html = new InvoiceHtml(invoice);
        html.head();
        html.summary();
        html.balances();
        html.sums();
        html.items();
        html.foot();
        return html.page.toString();
    }

    private void head() {
        add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<title>Invoice ", text(invoice.number()), "</title>\n<style>\n", STYLE, "</style></head>\n<body><main>");
        add("<header><div><p class=\"house\">Tidemark</p><h1>Invoice</h1></div><dl>");
        fact("Number", invoice.number());
        fact("Account", invoice.account());
        fact("Period", period());
        add("</dl></header>\n");
        if (invoice.provisional()) {
            add(
                    "<p class=\"provisional\"><strong>Provisional.</strong> The period is not over, or the books are not past its");
            add(" end yet: lines may still be added. Ask again later for the final one.</p>\n");
        }
    }

    private String period() {
        return invoice.period() + " (" + moment(invoice.from()) + " to " + moment(invoice.to()) + " UTC)";
    }

    private void fact(String name, String value) {
        add("<div><dt>", name, "</dt><dd>", text(value), "</dd></div>");
    }

    private void summary() {
        add("<section class=\"summary\">");
        figure("Balance before", invoice.opening().totalUsd());
        figure("All lines", invoice.itemsUsd());
        figure("Balance after", invoice.closing().totalUsd());
        add("</section>\n");
    }

    private void figure(String name, String amount) {
        add("<div><span>", name, ", USD</span><b>", text(grouped(amount)), "</b></div>");
    }

    private void balances() {
        InvoiceBalances before = invoice.opening();
        InvoiceBalances after = invoice.closing();
        add("<section><h2>Where it is</h2><table class=\"narrow\"><thead><tr><th>Place</th>");
        add("<th class=\"n\">Before</th><th class=\"n\">After</th></tr></thead><tbody>");
        place("Home", before.homeUsd(), after.homeUsd());
        place("On the way to a pool", before.inTransitUsd(), after.inTransitUsd());
        for (int i = 0; i < after.pools().size(); i++) {
            InvoiceWallet was = before.pools().get(i);
            InvoiceWallet is = after.pools().get(i);
            place(is.pool() + ", free", was.freeUsd(), is.freeUsd());
            place(is.pool() + ", held for orders", was.heldUsd(), is.heldUsd());
            place(is.pool() + ", in escrow until delivery", was.escrowUsd(), is.escrowUsd());
        }
        add("</tbody><tfoot>");
        place("Everything", before.totalUsd(), after.totalUsd());
        add("</tfoot></table></section>\n");
    }

    private void place(String name, String before, String after) {
        add("<tr><td>", text(name), "</td>");
        amounts(before, after);
        add("</tr>");
    }

    private void sums() {
        add(
                "<section><h2>Sums</h2><table class=\"narrow\"><thead><tr><th>Pool</th><th>What</th><th class=\"n\">Lines</th>");
        add("<th class=\"n\">Price</th><th class=\"n\">Fee</th><th class=\"n\">Amount</th></tr></thead><tbody>");
        for (Map.Entry<String, List<InvoiceSum>> pool : sumsByPool().entrySet()) {
            BigDecimal all = BigDecimal.ZERO;
            for (InvoiceSum sum : pool.getValue()) {
                add("<tr><td>", text(place(sum.pool())), "</td><td>", text(word(sum.what())), "</td><td class=\"n\">");
                add(Integer.toString(sum.items()), "</td>");
                amounts(sum.priceUsd(), sum.feeUsd(), sum.amountUsd());
                add("</tr>");
                all = all.add(new BigDecimal(sum.amountUsd()));
            }
            add("<tr class=\"sum\"><td>", text(place(pool.getKey())), "</td><td colspan=\"4\">in all</td>");
            amounts(dollars(all));
            add("</tr>");
        }
        add("</tbody><tfoot><tr><td colspan=\"5\">All lines</td>");
        amounts(invoice.itemsUsd());
        add("</tr></tfoot></table></section>\n");
    }

    private Map<String, List<InvoiceSum>> sumsByPool() {
        Map<String, List<InvoiceSum>> byPool = new LinkedHashMap<>();
        invoice.sums()
                .forEach(sum -> byPool.computeIfAbsent(key(sum.pool()), none -> new ArrayList<>())
                        .add(sum));
        return byPool;
    }

    private void items() {
        Map<String, List<InvoiceItem>> byPool = new LinkedHashMap<>();
        sumsByPool().keySet().forEach(pool -> byPool.put(pool, new ArrayList<>()));
        invoice.items()
                .forEach(item -> byPool.computeIfAbsent(key(item.pool()), none -> new ArrayList<>())
                        .add(item));
        byPool.forEach(this::items);
        if (byPool.isEmpty()) {
            add("<p>Nothing moved between this account and others.</p>");
        }
    }

    private void items(String pool, List<InvoiceItem> items) {
        add(
                "<section><h2>",
                text(place(pool)),
                "</h2><table class=\"lines\"><thead><tr><th>Time (UTC)</th><th>What</th>");
        add("<th class=\"n\">Price</th><th class=\"n\">Fee</th><th class=\"n\">Amount</th></tr></thead><tbody>");
        BigDecimal all = BigDecimal.ZERO;
        for (InvoiceItem item : items) {
            add("<tr><td class=\"when\">", text(moment(item.at())), "</td><td>", text(item.description()));
            add("<small>", text(word(item.what())), " &middot; ", text(references(item)), "</small></td>");
            amounts(item.priceUsd(), item.feeUsd(), item.amountUsd());
            add("</tr>\n");
            all = all.add(new BigDecimal(item.amountUsd()));
        }
        add("</tbody><tfoot><tr><td colspan=\"4\">", text(place(pool)), " in all</td>");
        amounts(dollars(all));
        add("</tr></tfoot></table></section>\n");
    }

    private static String references(InvoiceItem item) {
        if (item.spotBidId() != null) {
            return "bid " + item.spotBidId() + ", movement " + item.id();
        }
        return (item.tradeId() == null ? "" : "trade " + item.tradeId() + ", ") + "movement " + item.id();
    }

    private void foot() {
        add(
                "<footer><p>Amounts are US dollars to the micro-dollar; prices are dollars per GPU-hour. Below zero is what the");
        add(
                " account paid. What is bought is paid as it is delivered: until then its price is in escrow and still the");
        add(
                " account's, and is no line. An hour is in the period in which it was settled.</p><p>Read from the books at");
        add(" journal record ", Long.toString(invoice.journalRecord()), ", command ");
        add(Long.toString(invoice.journalSequence()), ".</p></footer>\n</main></body></html>\n");
    }

    private void amounts(String... amounts) {
        for (String amount : amounts) {
            boolean isNothing = new BigDecimal(amount).signum() == 0;
            add("<td class=\"n", isNothing ? " zero" : "", "\">", text(grouped(amount)));
            add("<s>", "0".repeat(decimals - decimals(amount)), "</s></td>");
        }
    }

    /** The most decimals of any amount, so that the points of a column stand under each other. */
    private static int decimals(InvoiceBody invoice) {
        int most = decimals(invoice.itemsUsd());
        for (InvoiceBalances balances : List.of(invoice.opening(), invoice.closing())) {
            most = Math.max(most, Math.max(decimals(balances.homeUsd()), decimals(balances.inTransitUsd())));
            most = Math.max(most, decimals(balances.totalUsd()));
            for (InvoiceWallet wallet : balances.pools()) {
                most = Math.max(most, Math.max(decimals(wallet.freeUsd()), decimals(wallet.heldUsd())));
                most = Math.max(most, decimals(wallet.escrowUsd()));
            }
        }
        for (InvoiceItem item : invoice.items()) {
            most = Math.max(most, Math.max(decimals(item.priceUsd()), decimals(item.feeUsd())));
        }
        return most;
    }

    private static int decimals(String amount) {
        return amount.length() - 1 - amount.indexOf('.');
    }

    /** With commas between thousands, and a minus as wide as a digit. */
    private static String grouped(String amount) {
        return amount.replaceAll("(?<=[0-9])(?=([0-9]{3})+\\.)", ",").replace('-', '\u2212');
    }

    private void add(String... parts) {
        for (String part : parts) {
            page.append(part);
        }
    }

    private static String key(@Nullable String pool) {
        return pool == null ? "" : pool;
    }

    private static String place(@Nullable String pool) {
        return pool == null || pool.isEmpty() ? "Home" : pool;
    }

    private static String word(String what) {
        return what.charAt(0) + what.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    /** {@code 2026-11-21T05:00:00Z} without what nobody needs to read. */
    private static String moment(String instant) {
        return instant.replace("T", " ").replaceAll("(:00)?(\\.[0-9]+)?Z$", "");
    }

    private static String dollars(BigDecimal amount) {
        BigDecimal exact = amount.stripTrailingZeros();
        return (exact.scale() < CENTS ? exact.setScale(CENTS) : exact).toPlainString();
    }

    /** Text in which nothing is markup. */
    private static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String style() {
        try (InputStream css =
                Objects.requireNonNull(InvoiceHtml.class.getResourceAsStream("invoice.css"), "invoice.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
