package io.tidemark.connectors.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * An address of a webhook, taken apart.
 *
 * @param host without the brackets of an IPv6 address
 * @param target path and query, as in the first line of a request
 */
record WebhookUrl(boolean tls, String host, int port, String target) {
    private static final int LONGEST = 2_048;
    private static final int MOST_PORT = 65_535;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /**
     * Reads one.
     *
     * @throws UnsuitableUrlException if nothing is sent to such a URL
     */
    static WebhookUrl parse(String text, AddressGuard guard) {
        URI uri = uri(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new UnsuitableUrlException(
                    "it does not begin with https://", "send one like https://example.com/tidemark");
        }
        if (host == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new UnsuitableUrlException(
                    "it has no host, or a user name, or a fragment", "send one like https://example.com/tidemark");
        }
        boolean tls = scheme.equals("https");
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!tls && !(guard.allowsPrivate() && guard.resolve(bare).isLoopbackAddress())) {
            throw new UnsuitableUrlException(
                    "it begins with http://, and what it is told could be read on the way",
                    "send one that begins with https://"
                            + (guard.allowsPrivate() ? "; http:// is for this machine itself" : ""));
        }
        int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        if (port == 0 || port > MOST_PORT) {
            throw new UnsuitableUrlException(
                    "port " + port + " does not exist", "leave it out, or name one up to 65535");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new WebhookUrl(tls, bare, port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static URI uri(String text) {
        if (text.length() > LONGEST) {
            throw new UnsuitableUrlException("it has more than " + LONGEST + " characters", "send a shorter one");
        }
        try {
            // What is not ASCII would have to be encoded, and by whom is a question.
            return new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException malformed) {
            throw new UnsuitableUrlException(
                    "it cannot be read: " + malformed.getReason(), "send one like https://example.com/tidemark");
        }
    }

    /** As the Host header has it. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }
}
