package io.tidemark.exchange.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes. Made once and {@link #clear() cleared} between uses, it allocates only while it grows. */
public final class WireWriter {
    private static final int FIRST_CAPACITY = 256;
    private static final int LONGEST_VARINT = 10;
    private static final long FNV_START = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** Forgets what was written and keeps the room. */
    public void clear() {
        length = 0;
    }

    /** Bytes written since the last {@link #clear()}. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** FNV-1a with 64 bits over what was written: tells values apart, and is no defence against whoever forges them. */
    public long hash() {
        return hash(bytes, length);
    }

    /** The {@link #hash()} of bytes that were written. */
    public static long hash(byte[] written) {
        return hash(written, written.length);
    }

    private static long hash(byte[] bytes, int length) {
        long hash = FNV_START;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    /** The {@link #hash()} of a text as it is written. */
    public static long hash(String text) {
        WireWriter out = new WireWriter();
        out.writeString(text);
        return out.hash();
    }

    /** Appends a number so that small ones of either sign are short: zig-zag, then seven bits a byte, lowest first. */
    public void writeLong(long value) {
        writeUnsigned((value << 1) ^ (value >> 63));
    }

    /** Appends a count or a tag, seven bits a byte, lowest first; as many bytes as it needs and no more. */
    void writeUnsigned(long value) {
        ensure(LONGEST_VARINT);
        long rest = value;
        int at = length;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        length = at;
    }

    void writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /**
     * Appends the length in bytes and the text in UTF-8.
     *
     * @throws IllegalArgumentException if the text has half a surrogate pair: UTF-8 has no form for it
     */
    void writeString(String text) {
        int chars = text.length();
        int start = length;
        writeUnsigned(chars);
        ensure(chars);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                writeBeyondAscii(text);
                return;
            }
            bytes[length + i] = (byte) c;
        }
        length += chars;
    }

    /** Appends the length and the bytes as they are. */
    void writeBytes(byte[] some) {
        writeUnsigned(some.length);
        ensure(some.length);
        System.arraycopy(some, 0, bytes, length, some.length);
        length += some.length;
    }

    private void writeBeyondAscii(String text) {
        ByteBuffer encoded;
        try {
            // A fresh encoder reports malformed text; String.getBytes would put a question mark instead.
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException halfSurrogate) {
            throw new IllegalArgumentException("text with half a surrogate pair", halfSurrogate);
        }
        int size = encoded.remaining();
        writeUnsigned(size);
        ensure(size);
        encoded.get(bytes, length, size);
        length += size;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), grown(bytes.length)));
        }
    }

    private static int grown(int capacity) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, 2L * capacity);
    }
}
