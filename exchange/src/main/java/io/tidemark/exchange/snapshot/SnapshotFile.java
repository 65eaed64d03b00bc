package io.tidemark.exchange.snapshot;

import io.tidemark.exchange.journal.PoolHead;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A snapshot as a file. All numbers are big-endian:
 *
 * <pre>
 *  0  magic and version of this layout      8 bytes
 *  8  length of the file                    8
 * 16  epoch, sequence, offset, time, hash   5 x 8
 * 56  chain                                32
 * 88  length of the pool's name, the name   4 + n
 *     length of the state, the state        4 + m
 *     SHA-256 over everything before       32
 * </pre>
 */
final class SnapshotFile {
    static final String SUFFIX = ".snapshot";

    private static final long MAGIC = 0x54_4A_53_4E_41_50_00_01L;
    private static final int CHAIN = 32;
    private static final int CHECKSUM = 32;
    private static final int FIXED = 7 * Long.BYTES + CHAIN + 2 * Integer.BYTES + CHECKSUM;
    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern NAME = Pattern.compile("(" + POOL + ")-(\\d{19})-(\\d{19})" + Pattern.quote(SUFFIX));

    private SnapshotFile() {}

    /** Why bytes are no snapshot. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(String problem) {
            super(problem);
        }
    }

    /** What the name of a file says; newer ones are greater. */
    record Name(String pool, long sequence, long offset) {
        /** Of a file that has such a name; empty for any other file. */
        static Optional<Name> parse(String file) {
            Matcher name = NAME.matcher(file);
            return name.matches()
                    ? Optional.of(new Name(name.group(1), Long.parseLong(name.group(2)), Long.parseLong(name.group(3))))
                    : Optional.empty();
        }

        static Name of(StoredSnapshot snapshot) {
            return new Name(snapshot.head().pool(), snapshot.head().sequence(), snapshot.offset());
        }

        /**
         * The name of the file.
         *
         * @throws IllegalArgumentException if the name of the pool is not one for files
         */
        String file() {
            if (!POOL.matcher(pool).matches()) {
                throw new IllegalArgumentException("letters, digits, dots and dashes make the name of a pool: " + pool);
            }
            // The offset too: a pool in which nothing happens is written again at the same sequence, further on.
            return String.format(Locale.ROOT, "%s-%019d-%019d%s", pool, sequence, offset, SUFFIX);
        }
    }

    static ByteBuffer encode(StoredSnapshot snapshot) {
        PoolHead head = snapshot.head();
        byte[] pool = head.pool().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(FIXED + pool.length, snapshot.state().length));
        bytes.putLong(MAGIC).putLong(bytes.capacity());
        bytes.putLong(head.epoch()).putLong(head.sequence()).putLong(snapshot.offset());
        bytes.putLong(snapshot.time()).putLong(snapshot.stateHash());
        bytes.put(HexFormat.of().parseHex(head.chain()), 0, CHAIN);
        bytes.putInt(pool.length).put(pool);
        bytes.putInt(snapshot.state().length).put(snapshot.state());
        return bytes.put(checksum(bytes.array(), bytes.position())).flip();
    }

    /**
     * The snapshot of a file.
     *
     * @throws DamagedException if the bytes are not all that were written, or never were a snapshot
     */
    static StoredSnapshot decode(byte[] file) throws DamagedException {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length < FIXED || bytes.getLong() != MAGIC) {
            throw new DamagedException("it does not begin as a snapshot of this version");
        }
        if (bytes.getLong() != file.length) {
            throw new DamagedException("it is not as long as it was written");
        }
        byte[] sum = checksum(file, file.length - CHECKSUM);
        if (!MessageDigest.isEqual(sum, Arrays.copyOfRange(file, file.length - CHECKSUM, file.length))) {
            throw new DamagedException("its checksum is wrong");
        }
        try {
            return fields(bytes);
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException wrong) {
            throw new DamagedException("its parts do not fit together");
        }
    }

    private static StoredSnapshot fields(ByteBuffer bytes) {
        long epoch = bytes.getLong();
        long sequence = bytes.getLong();
        long offset = bytes.getLong();
        long time = bytes.getLong();
        long stateHash = bytes.getLong();
        String chain = HexFormat.of().formatHex(take(bytes, CHAIN));
        String pool = new String(take(bytes, bytes.getInt()), StandardCharsets.US_ASCII);
        byte[] state = take(bytes, bytes.getInt());
        return new StoredSnapshot(new PoolHead(pool, epoch, sequence, chain), offset, time, stateHash, state);
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static byte[] checksum(byte[] bytes, int length) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, length);
            return sha256.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
