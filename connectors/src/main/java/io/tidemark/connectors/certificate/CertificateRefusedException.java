package io.tidemark.connectors.certificate;

/** A text is no certificate that the holder of the key has signed. */
public final class CertificateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CertificateRefusedException(String why) {
        super(why);
    }
}
