package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import java.util.List;

/** One certificate: of the lease {@code B200X8.PRN1-F-2026112110} of alice. */
final class MemoryCertificates implements CertificateDesk {
    @Override
    public String publicKey() {
        return "-----BEGIN PUBLIC KEY-----\n";
    }

    @Override
    public List<Certificate> of(Account account, String leaseId) {
        return account.name().equals("alice") && leaseId.equals("B200X8.PRN1-F-2026112110")
                ? List.of(new Certificate("b200-1", "nvl-1", 0, true, "a.b.c"))
                : List.of();
    }
}
