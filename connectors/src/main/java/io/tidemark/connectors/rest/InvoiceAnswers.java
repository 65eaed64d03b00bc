package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.invoice.InvoiceBody;
import io.tidemark.connectors.invoice.InvoiceCsv;
import io.tidemark.connectors.invoice.InvoiceDesk;
import io.tidemark.connectors.invoice.InvoiceHtml;
import io.tidemark.connectors.invoice.InvoicePeriod;
import io.tidemark.connectors.invoice.InvoiceTooLongException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The three forms in which an invoice is given, whoever asks for it. */
final class InvoiceAnswers {
    // What a client without a preference gets is the one that has none either.
    static final String JSON = MediaType.APPLICATION_JSON;
    static final String CSV = "text/csv; charset=utf-8; qs=0.9";
    static final String HTML = "text/html; charset=utf-8; qs=0.8";

    private final Market market;
    private final InvoiceDesk desk;

    InvoiceAnswers(Market market, InvoiceDesk desk) {
        this.market = market;
        this.desk = desk;
    }

    Response json(Account account, String period) {
        return Response.ok(read(account, period), JSON)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    Response csv(Account account, String period) {
        InvoiceBody invoice = read(account, period);
        return Response.ok(InvoiceCsv.of(invoice), "text/csv; charset=utf-8")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + invoice.number().replaceAll("[^A-Za-z0-9.-]", "_") + ".csv\"")
                .build();
    }

    Response html(Account account, String period) {
        return Response.ok(InvoiceHtml.of(read(account, period)), "text/html; charset=utf-8")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("Content-Security-Policy", InvoiceHtml.POLICY)
                .build();
    }

    private InvoiceBody read(Account account, String text) {
        InvoicePeriod period = InvoicePeriod.parse(text)
                .orElseThrow(() -> Fields.invalid(
                        "period", "'" + Fields.shown(text) + "' is no period", "send " + InvoicePeriod.EXPECTED));
        long now = market.now();
        if (period.from() > now) {
            throw Problem.of(
                            ProblemCode.NO_SUCH_PERIOD,
                            "the period begins at " + Amounts.at(period.from()) + ", and the market is at "
                                    + Amounts.at(now),
                            "ask for a period that has begun")
                    .at("period")
                    .asException();
        }
        try {
            return desk.read(account.number(), account.name(), period, now);
        } catch (InvoiceTooLongException tooLong) {
            throw Problem.of(
                            ProblemCode.INVOICE_TOO_LONG,
                            "the period has " + tooLong.getMessage(),
                            "ask for parts of it: days such as 2026-11-21, or instants such as"
                                    + " 2026-11-21T05:00Z..2026-11-21T09:00Z; they go on where the one before ends")
                    .at("period")
                    .asException();
        }
    }
}
