package io.tidemark.exchange.audit;

import io.tidemark.exchange.journal.PoolHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key with which the operator signs heads, and hand-overs of machines: two PEM files in a directory, the private one (PKCS #8) readable by its
 * owner alone, the public one (X.509) to be handed out. OpenSSL reads both.
 */
public final class HeadKey {
    private static final String PRIVATE = "head-key.pem";
    private static final String PUBLIC = "head-key.pub.pem";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int FINGERPRINT_BYTES = 8;
    private static final int PEM_WIDTH = 64;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String fingerprint;

    private HeadKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.fingerprint = fingerprint(publicKey);
    }

    /** Where the public key of a directory is. */
    public static Path publicFile(Path directory) {
        return directory.resolve(PUBLIC);
    }

    /**
     * The key of a directory; made, with the directory, if there is none.
     *
     * @throws HeadKeyException if it cannot be read or made, or others than its owner may read it
     */
    public static HeadKey openOrCreate(Path directory) {
        try {
            if (!Files.exists(directory.resolve(PRIVATE))) {
                create(directory);
            }
            return open(directory);
        } catch (FileAlreadyExistsException another) {
            throw new HeadKeyException(
                    "there is half a key in " + directory + ": move " + another.getFile() + " away", another);
        } catch (IOException | GeneralSecurityException failed) {
            throw new HeadKeyException("cannot use the key in " + directory + ": " + failed, failed);
        }
    }

    private static HeadKey open(Path directory) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(PRIVATE);
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(allowed)) {
            throw new HeadKeyException("others than its owner may use " + file + " ("
                    + PosixFilePermissions.toString(allowed) + "); if nobody has, chmod 600 it, else make another key");
        }
        PrivateKey key = KeyFactory.getInstance(SignedHead.ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(unwrap(Files.readString(file, StandardCharsets.US_ASCII))));
        return new HeadKey(key, publicKey(publicFile(directory)));
    }

    private static void create(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        KeyPair pair = KeyPairGenerator.getInstance(SignedHead.ALGORITHM).generateKeyPair();
        // The public half first: a crash between the two must not leave a private key that nobody can check.
        Files.writeString(
                publicFile(directory),
                wrap("PUBLIC KEY", pair.getPublic().getEncoded()),
                StandardOpenOption.CREATE_NEW);
        Path file = Files.createFile(directory.resolve(PRIVATE), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, wrap("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /**
     * Reads a public key, as {@link #publicPem()} gives it.
     *
     * @throws HeadKeyException if it cannot be read
     */
    public static PublicKey publicKey(Path file) {
        try {
            return KeyFactory.getInstance(SignedHead.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(unwrap(Files.readString(file, StandardCharsets.US_ASCII))));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failed) {
            throw new HeadKeyException("cannot read the public key in " + file + ": " + failed, failed);
        }
    }

    /** Sixteen hexadecimal digits that name a key: the beginning of the SHA-256 of its X.509 form. */
    public static String fingerprint(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    public String fingerprint() {
        return fingerprint;
    }

    /** The public half, to be handed to those who check. */
    public String publicPem() {
        return wrap("PUBLIC KEY", publicKey.getEncoded());
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** Signs where the durable records of a pool end. */
    public SignedHead sign(PoolHead head, Instant now) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        byte[] statement = SignedHead.statement(head, time, fingerprint).getBytes(StandardCharsets.US_ASCII);
        return new SignedHead(head, time, fingerprint, Base64.getEncoder().encodeToString(sign(statement)));
    }

    /** Signs anything else that the operator answers for: the 64 bytes of an Ed25519 signature. */
    public byte[] sign(byte[] statement) {
        try {
            Signature signing = Signature.getInstance(SignedHead.ALGORITHM);
            signing.initSign(privateKey);
            signing.update(statement);
            return signing.sign();
        } catch (GeneralSecurityException failed) {
            throw new HeadKeyException("cannot sign: " + failed, failed);
        }
    }

    private static String wrap(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    private static byte[] unwrap(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
