package io.tidemark.connectors.invoice;

/** Where invoices come from. */
@FunctionalInterface
public interface InvoiceDesk {
    /**
     * The invoice of a period that has begun.
     *
     * @param account its number
     * @param name of the account
     * @param now market time, epoch milliseconds
     * @throws InvoiceTooLongException if it has more lines than are read at once
     */
    InvoiceBody read(long account, String name, InvoicePeriod period, long now);
}
