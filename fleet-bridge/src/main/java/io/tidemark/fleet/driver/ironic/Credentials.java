package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * What proves to Ironic who asks. It is a secret, and not shown.
 *
 * @param header the name of the header that carries it, empty for an Ironic that asks nobody
 * @param value what the header says
 */
public record Credentials(String header, String value) {
    /** For {@code auth_strategy = noauth}. */
    public static Credentials none() {
        return new Credentials("", "");
    }

    /** For {@code auth_strategy = http_basic}. */
    public static Credentials basic(String user, String password) {
        String pair = user + ":" + password;
        return new Credentials("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    /** For {@code auth_strategy = keystone}: a token that whoever starts the bridge keeps fresh. */
    public static Credentials token(String token) {
        return new Credentials("X-Auth-Token", token);
    }

    @Override
    public String toString() {
        return header.isEmpty() ? "Credentials[none]" : "Credentials[" + header + "]";
    }
}
