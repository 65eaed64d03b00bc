/**
 * Certificates of hand-overs: what was done to a node before it came into its holder's hands, signed by the operator.
 *
 * <p>A certificate is a JSON Web Signature (RFC 7515, compact, EdDSA), so that any library for those can check it, and this
 * program too, offline. It is made of what the fleet has recorded and cannot change, so the same hand-over always has the same
 * certificate. It says what was found; whether that is enough its reader decides.
 *
 * <p>Start reading at {@link io.tidemark.connectors.certificate.HandOverCertificate}.
 */
@NullMarked
package io.tidemark.connectors.certificate;

import org.jspecify.annotations.NullMarked;
