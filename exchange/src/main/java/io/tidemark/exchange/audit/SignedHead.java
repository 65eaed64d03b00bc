package io.tidemark.exchange.audit;

import io.tidemark.exchange.journal.PoolHead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a pool ended at some time, said by whoever runs the market. As text it is one line; the signature is Ed25519
 * (RFC 8032) over the ASCII of the line up to the space before {@code signature=}.
 *
 * @param head of durable records
 * @param time when it was signed
 * @param key which key signed it, its {@link HeadKey#fingerprint}
 * @param signature in base64
 */
public record SignedHead(PoolHead head, Instant time, String key, String signature) {
    static final String ALGORITHM = "Ed25519";

    private static final Pattern LINE =
            Pattern.compile("tidemark-head 1 pool=(?<pool>[!-~]{1,128}) epoch=(?<epoch>\\d{1,18})"
                    + " sequence=(?<sequence>\\d{1,18}) chain=(?<chain>[0-9a-f]{64}) time=(?<time>[0-9TZ:.-]{20,30})"
                    + " key=(?<key>[0-9a-f]{16}) signature=(?<signature>[A-Za-z0-9+/]{86}==)");

    /**
     * Reads a line.
     *
     * @throws MalformedHeadException if it is none
     */
    public static SignedHead parse(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            throw new MalformedHeadException(line);
        }
        try {
            return new SignedHead(
                    new PoolHead(
                            found.group("pool"),
                            Long.parseLong(found.group("epoch")),
                            Long.parseLong(found.group("sequence")),
                            found.group("chain")),
                    Instant.parse(found.group("time")),
                    found.group("key"),
                    found.group("signature"));
        } catch (DateTimeParseException noTime) {
            throw new MalformedHeadException(line);
        }
    }

    /** What is signed. */
    public String statement() {
        return statement(head, time, key);
    }

    static String statement(PoolHead head, Instant time, String key) {
        return "tidemark-head 1 pool=" + head.pool() + " epoch=" + head.epoch() + " sequence=" + head.sequence()
                + " chain=" + head.chain() + " time=" + time + " key=" + key;
    }

    /** Whether the holder of the key has said this. */
    public boolean isSignedBy(PublicKey by) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(by);
            check.update(statement().getBytes(StandardCharsets.US_ASCII));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException neitherKeyNorSignature) {
            return false;
        }
    }

    /** The line. */
    @Override
    public String toString() {
        return statement() + " signature=" + signature;
    }
}
