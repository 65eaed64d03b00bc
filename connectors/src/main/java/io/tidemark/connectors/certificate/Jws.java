package io.tidemark.connectors.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.exchange.audit.HeadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * Signatures as RFC 7515 has them in compact form, by Ed25519 (RFC 8037): header, payload and signature, each in base64url,
 * with dots between.
 */
final class Jws {
    private static final String ALGORITHM = "Ed25519";
    private static final String NAME_OF_ALGORITHM = "EdDSA";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Jws() {}

    static String sign(byte[] payload, HeadKey key) {
        String signed = encoded(header(key)) + "." + encoded(payload);
        return signed + "." + encoded(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] header(HeadKey key) {
        try {
            return JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("alg", NAME_OF_ALGORITHM).put("kid", key.fingerprint()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The payload, if the holder of the key has signed it. */
    static byte[] verified(String text, PublicKey by) {
        List<String> parts = List.of(text.split("\\.", -1));
        if (parts.size() != 3) {
            throw new CertificateRefusedException(
                    "it is no signed certificate: that has three parts with dots between");
        }
        try {
            JsonNode header = JSON.readTree(decoded(parts.get(0)));
            // The header may choose neither another algorithm nor none.
            if (!NAME_OF_ALGORITHM.equals(header.path("alg").asText()) || header.has("crit")) {
                throw new CertificateRefusedException(
                        "it is signed by " + header.path("alg").asText("nothing") + " and not by " + NAME_OF_ALGORITHM);
            }
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(by);
            check.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
            if (check.verify(decoded(parts.get(2)))) {
                return decoded(parts.get(1));
            }
            String whose = header.path("kid").asText();
            throw new CertificateRefusedException(
                    whose.equals(HeadKey.fingerprint(by))
                            ? "it was changed since it was signed"
                            : "it is signed by key " + whose + ", and this is key " + HeadKey.fingerprint(by));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException unreadable) {
            throw new CertificateRefusedException("it cannot be read: " + unreadable.getMessage());
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }
}
