package io.tidemark.connectors.rest;

import io.tidemark.connectors.invoice.InvoiceBody;
import io.tidemark.connectors.invoice.InvoiceDesk;
import io.tidemark.connectors.invoice.InvoicePeriod;
import io.tidemark.connectors.invoice.InvoiceTooLongException;
import io.tidemark.connectors.invoice.SampleInvoice;

/** The same invoice for everybody, under the name of whoever is asked for; in 1999 too much happened. */
final class MemoryInvoices implements InvoiceDesk {
    @Override
    public InvoiceBody read(long account, String name, InvoicePeriod period, long now) {
        if (period.text().startsWith("1999")) {
            throw new InvoiceTooLongException(20_000);
        }
        return SampleInvoice.of(name, period);
    }
}
