package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.InstanceLink;
import io.tidemark.fleet.driver.NodeRef;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a program on a node shows to hear of the node. A token names a node and the generation of its deployment, and carries
 * an HMAC-SHA256 of both under a secret of the market.
 *
 * <p>The generation rather than the lease: a firm node that is kept over the hour is not deployed anew, so what its config
 * drive says must stay true while its lease becomes that of the next hour; and every claim and every release draws a new
 * generation, so a token ends with its tenant's time on the node. Nothing is stored for it, so nothing can be stolen with
 * the rows; and a forged one is known without asking them.
 */
public final class InstanceTokens {
    private static final String ALGORITHM = "HmacSHA256";
    /** So that no other use of the secret can ever sign the same. */
    private static final String PURPOSE = "tidemark instance ";

    private static final int LEAST_SECRET_BYTES = 32;
    private static final Pattern TOKEN =
            Pattern.compile("tmi[.](0|[1-9][0-9]{0,17})[.]([a-z0-9][a-z0-9-]{0,62})[.]([A-Za-z0-9_-]{43})");

    private final Optional<byte[]> secret;
    private final Optional<String> url;

    private InstanceTokens(Optional<byte[]> secret, Optional<String> url) {
        this.secret = secret;
        this.url = url;
    }

    /**
     * Tokens of a market.
     *
     * @param secret at least 32 bytes; all who serve one market have the same
     * @param url where nodes reach the market, without a slash at its end; without one they are told nothing
     */
    public static InstanceTokens of(byte[] secret, Optional<String> url) {
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes is too short");
        }
        return new InstanceTokens(Optional.of(secret.clone()), url);
    }

    /** Nodes are told nothing, and no token is good. */
    public static InstanceTokens none() {
        return new InstanceTokens(Optional.empty(), Optional.empty());
    }

    /**
     * A deployment that a token was made for.
     *
     * @param generation of the deployment
     */
    public record Deployed(NodeRef node, long generation) {}

    /** What a node is told when it is deployed; empty if nodes are told nothing. */
    public Optional<InstanceLink> link(NodeRef node, long generation) {
        return secret.flatMap(key ->
                url.map(market -> new InstanceLink(market, token(key, new Deployed(node, generation)))));
    }

    /** For which deployment a token was made; empty if we did not make it. Whether that still stands is not known here. */
    public Optional<Deployed> read(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (secret.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        Deployed claimed = new Deployed(new NodeRef(parts.group(2)), Long.parseLong(parts.group(1)));
        byte[] right = token(secret.get(), claimed).getBytes(StandardCharsets.UTF_8);
        // Takes as long wherever they differ.
        return MessageDigest.isEqual(right, token.getBytes(StandardCharsets.UTF_8))
                ? Optional.of(claimed)
                : Optional.empty();
    }

    private static String token(byte[] key, Deployed deployed) {
        String named = deployed.generation() + "." + deployed.node().name();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] signed = mac.doFinal((PURPOSE + named).getBytes(StandardCharsets.UTF_8));
            return "tmi." + named + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
