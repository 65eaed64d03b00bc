package io.tidemark.connectors.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One file of the page, read once.
 *
 * @param etag quoted, as HTTP wants it; another content has another
 */
record PageFile(String contentType, String etag, ByteBuffer content) {
    static final String INDEX = "index.html";

    /** All there are. What is not named here is not served, whatever else lies beside it. */
    static final List<String> NAMES = List.of(
            INDEX,
            "page.css",
            "tokens.css",
            "icon.svg",
            "account.js",
            "actions.js",
            "api.js",
            "app.js",
            "chart.js",
            "clock.js",
            "dom.js",
            "fields.js",
            "format.js",
            "ladder.js",
            "leases.js",
            "orders.js",
            "pools.js",
            "sell.js",
            "store.js",
            "stream.js",
            "theme.js",
            "ticket.js",
            "trades.js");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final int ETAG_BYTES = 12;

    static PageFile read(String name) {
        try (InputStream file = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
            byte[] bytes = file.readAllBytes();
            String extension = name.substring(name.lastIndexOf('.') + 1);
            return new PageFile(
                    Objects.requireNonNull(CONTENT_TYPES.get(extension), extension),
                    etag(bytes),
                    ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the page's file " + name + " cannot be read", unreadable);
        }
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, ETAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
