package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.CertificateDesk.Certificate;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** What was done to a holder's nodes before they were handed over, signed by the operator. */
@Path("/v1/leases/{id}/certificates")
@Produces(MediaType.APPLICATION_JSON)
public final class CertificatesResource {
    private final CertificateDesk desk;

    CertificatesResource(CertificateDesk desk) {
        this.desk = desk;
    }

    record CertificatesBody(List<CertificateBody> certificates) {}

    /**
     * A certificate.
     *
     * @param simulated whether there is no machine behind the node
     * @param jws the certificate itself: a JSON Web Signature, compact, EdDSA
     */
    record CertificateBody(String node, String domain, String readyAt, boolean simulated, String jws) {}

    /** Also of a lease that is over. */
    @GET
    @Needs(Scope.VIEW)
    public CertificatesBody certificates(@PathParam("id") String leaseId, @Context SecurityContext security) {
        List<Certificate> certificates = desk.of(Caller.of(security), leaseId);
        if (certificates.isEmpty()) {
            throw Problem.of(
                            ProblemCode.NO_SUCH_LEASE,
                            "nothing was handed over to this account under such a lease",
                            "list yours with GET /v1/leases; there are certificates once a node is ready")
                    .asException();
        }
        return new CertificatesBody(
                certificates.stream().map(CertificatesResource::body).toList());
    }

    private static CertificateBody body(Certificate certificate) {
        return new CertificateBody(
                certificate.node(),
                certificate.domain(),
                Amounts.at(certificate.readyAt()),
                certificate.simulated(),
                certificate.signed());
    }
}
