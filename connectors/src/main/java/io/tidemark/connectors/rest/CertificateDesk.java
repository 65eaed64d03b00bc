package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import java.util.List;

/** What there is on paper of the machines of an account. */
public interface CertificateDesk {
    /** The operator's public key, PEM: what certificates are checked with. */
    String publicKey();

    /**
     * The certificates of a lease, that runs or is over, in the order of the hand-overs; none if the account has no such lease.
     *
     * @param leaseId as {@link FleetDesk} names it
     */
    List<Certificate> of(Account account, String leaseId);

    /**
     * A certificate.
     *
     * @param readyAt when the node's domain was healthy in its holder's hands, epoch milliseconds of market time
     * @param signed the certificate itself, a JSON Web Signature in its compact form
     */
    record Certificate(String node, String domain, long readyAt, boolean simulated, String signed) {}
}
