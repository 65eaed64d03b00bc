package io.tidemark.pricing.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 in hex: the names of things whose content is their name. */
public final class Hash {
    private Hash() {}

    /** Of a text. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of texts by name, and of one text behind them. */
    public static String sha256(Map<String, String> texts, String last) {
        MessageDigest digest = digest();
        // With its length before each text, no two sets can give the same bytes.
        new TreeMap<>(texts).forEach((name, text) -> {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            digest.update((name + " " + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        digest.update(last.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
