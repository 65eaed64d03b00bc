package io.tidemark.connectors.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells an SSH public key from what only looks like one: a node with a wrong key is a node that nobody gets into. */
final class SshPublicKey {
    private static final int MAX_LENGTH = 8_192;
    private static final Pattern LINE = Pattern.compile("([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})( [^\\p{Cntrl}]*)?");
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private SshPublicKey() {}

    /**
     * Checks one line of OpenSSH's format. The text is in no message: people paste private keys by mistake.
     *
     * @throws MalformedAccessException if it is no public key
     */
    static void check(String line) {
        if (line.contains("PRIVATE KEY")) {
            throw malformed("this is a private key; it was not stored, but it has left your hands");
        }
        if (line.length() > MAX_LENGTH) {
            throw malformed("a public key of " + line.length() + " characters is none");
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw malformed("this is not one line with a type, a space and the key in base64");
        }
        if (!TYPES.contains(parts.group(1))) {
            throw malformed("the type before the first space is none that is known here");
        }
        if (!isWhole(parts.group(1), parts.group(2))) {
            throw malformed("the key in base64 is cut off, or is of another type than the line says");
        }
    }

    /** A key is a row of fields, each with its length before it; the first is the type, and nothing is left over. */
    private static boolean isWhole(String type, String base64) {
        ByteBuffer key;
        try {
            key = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
        int fields = 0;
        while (key.remaining() >= Integer.BYTES) {
            int length = key.getInt();
            if (length < 0 || length > key.remaining()) {
                return false;
            }
            byte[] field = new byte[length];
            key.get(field);
            if (fields == 0 && !type.equals(new String(field, StandardCharsets.US_ASCII))) {
                return false;
            }
            fields++;
        }
        return fields > 1 && !key.hasRemaining();
    }

    private static MalformedAccessException malformed(String problem) {
        return new MalformedAccessException(
                "sshPublicKey",
                problem,
                "the one line of a .pub file, such as \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... you@host\"");
    }
}
