package io.tidemark.fleet.driver.slurm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.fleet.driver.DriverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What slurmrestd is shown: a JWT (RFC 7519, HS256) that names a user of the cluster.
 *
 * @param user such as {@code tidemark}: an operator or administrator of Slurm, for only those may drain nodes
 * @param file the key that Slurm itself signs with ({@code jwt_key} in slurm.conf), or a token made by {@code scontrol
 *     token}; read anew for each call, so it may be replaced at any time
 * @param isKey which of the two
 */
public record SlurmToken(String user, Path file, boolean isKey) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long SECOND = 1_000;
    private static final long LASTS_SECONDS = 600;
    private static final int LEAST_KEY_BYTES = 16;

    public SlurmToken {
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("user must be a login name: '" + user + "'");
        }
    }

    /** Tokens of ten minutes, made as they are needed from the key of the cluster. */
    public static SlurmToken signedWith(String user, Path keyFile) {
        return new SlurmToken(user, keyFile, true);
    }

    /** A token that somebody else makes and renews. */
    public static SlurmToken readFrom(String user, Path tokenFile) {
        return new SlurmToken(user, tokenFile, false);
    }

    /**
     * The token to show now.
     *
     * @param now epoch milliseconds
     * @throws DriverException if the file cannot be read or holds nothing of use
     */
    String at(long now) {
        byte[] content = content();
        if (isKey) {
            if (content.length < LEAST_KEY_BYTES) {
                throw new DriverException("the key for Slurm in " + file + " has " + content.length
                        + " bytes, expected " + LEAST_KEY_BYTES + " or more");
            }
            return signed(content, now / SECOND);
        }
        String token = new String(content, UTF_8).strip();
        // What scontrol prints is taken as it is.
        token = token.startsWith("SLURM_JWT=") ? token.substring("SLURM_JWT=".length()) : token;
        if (token.split("\\.", -1).length != 3) {
            throw new DriverException("there is no token for Slurm in " + file + "; scontrol token makes one");
        }
        return token;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new DriverException(
                    "the " + (isKey ? "key" : "token") + " for Slurm cannot be read: " + unreadable, unreadable);
        }
    }

    private String signed(byte[] key, long nowSeconds) {
        // A minute back, for clocks differ.
        String claims = "{\"iat\":" + (nowSeconds - 60) + ",\"exp\":" + (nowSeconds + LASTS_SECONDS) + ",\"sun\":\""
                + user + "\"}";
        String text =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HMAC-SHA256", missing);
        }
    }

    private static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
