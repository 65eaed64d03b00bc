package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.fleet.driver.DriverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;

/** What proves to Ironic who asks. It is a secret, and not shown. */
public final class Credentials {
    private static final Credentials NONE = new Credentials("", () -> "");

    private final String header;
    private final Supplier<String> value;

    private Credentials(String header, Supplier<String> value) {
        this.header = header;
        this.value = value;
    }

    /** For {@code auth_strategy = noauth}. */
    public static Credentials none() {
        return NONE;
    }

    /** For {@code auth_strategy = http_basic}. */
    public static Credentials basic(String user, String password) {
        return basic(user, () -> password);
    }

    /** The same, with a password that is read from a file anew for each request, so that it may be replaced at any time. */
    public static Credentials basic(String user, Path passwordFile) {
        return basic(user, () -> secretIn(passwordFile));
    }

    private static Credentials basic(String user, Supplier<String> password) {
        return new Credentials(
                "Authorization",
                () -> "Basic " + Base64.getEncoder().encodeToString((user + ":" + password.get()).getBytes(UTF_8)));
    }

    /**
     * For {@code auth_strategy = keystone}: a token that somebody keeps fresh in a file, for Keystone's last an hour or so. It
     * is read anew for each request.
     */
    public static Credentials token(Path tokenFile) {
        return new Credentials("X-Auth-Token", () -> secretIn(tokenFile));
    }

    private static String secretIn(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new DriverException("there is no secret for Ironic in " + file);
            }
            return secret;
        } catch (IOException unreadable) {
            throw new DriverException("the secret for Ironic cannot be read: " + unreadable, unreadable);
        }
    }

    /** The name of the header that carries it, empty for an Ironic that asks nobody. */
    String header() {
        return header;
    }

    /**
     * What the header says now.
     *
     * @throws DriverException if it is in a file that cannot be read, or is empty
     */
    String value() {
        return value.get();
    }

    @Override
    public String toString() {
        return header.isEmpty() ? "Credentials[none]" : "Credentials[" + header + "]";
    }
}
