package io.tidemark.exchange.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads from part of an array, front to back. Every read checks the end, so a value cut off anywhere is a
 * {@link MalformedWireException} and never an index out of bounds.
 */
public final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Reads the whole array, which must not change meanwhile. */
    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads {@code length} bytes from {@code from} on; positions in exceptions count from the start of the array. */
    public WireReader(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        this.bytes = bytes;
        this.position = from;
        this.end = from + length;
    }

    /** Index into the array of the next byte to be read. */
    public int position() {
        return position;
    }

    /** Bytes not read yet. */
    public int remaining() {
        return end - position;
    }

    /**
     * Reads what {@link WireWriter#writeLong} wrote.
     *
     * @throws MalformedWireException if no such number is next
     */
    public long readLong() {
        long folded = readUnsigned("a number");
        return (folded >>> 1) ^ -(folded & 1);
    }

    int readInt() {
        int start = position;
        long value = readLong();
        if (value != (int) value) {
            throw new MalformedWireException(start, "an int, found " + value);
        }
        return (int) value;
    }

    /** Reads 64 bits; refuses a number that is longer than it needs to be, so that each has one encoding. */
    long readUnsigned(String what) {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte(what);
            value |= (next & 0x7FL) << shift;
            if ((next & 0x80) == 0) {
                boolean overflows = shift == 63 && next > 1;
                boolean padded = shift > 0 && next == 0;
                if (overflows || padded) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedWireException(start, what + " of at most 64 bits, in its shortest form");
    }

    /** Reads a number below {@code bound}: a tag or the ordinal of a constant. */
    int readIndex(int bound, String what) {
        int start = position;
        long value = readUnsigned(what);
        if (value < 0 || value >= bound) {
            throw new MalformedWireException(
                    start, what + " below " + bound + ", found " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Reads a count of things that take at least a byte each, hence never more than the bytes that remain. */
    int readCount(String what) {
        int start = position;
        long value = readUnsigned(what);
        if (value < 0 || value > remaining()) {
            throw new MalformedWireException(
                    start,
                    what + " of at most the " + remaining() + " bytes that remain, found "
                            + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    boolean readBoolean(String what) {
        int start = position;
        int value = readByte(what);
        if (value > 1) {
            throw new MalformedWireException(start, what + ", 0 or 1, found " + value);
        }
        return value == 1;
    }

    String readString() {
        int size = readCount("the length of a text");
        int start = position;
        position += size;
        for (int i = start; i < position; i++) {
            if (bytes[i] < 0) {
                return beyondAscii(start, size);
            }
        }
        return new String(bytes, start, size, StandardCharsets.ISO_8859_1);
    }

    private String beyondAscii(int start, int size) {
        try {
            // A fresh decoder reports malformed bytes; the constructor of String would replace them.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, size))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedWireException(start, "text in UTF-8", notUtf8);
        }
    }

    byte[] readBytes() {
        int size = readCount("the length of a byte[]");
        byte[] read = Arrays.copyOfRange(bytes, position, position + size);
        position += size;
        return read;
    }

    private int readByte(String what) {
        if (position >= end) {
            throw new MalformedWireException(position, what + ", found the end");
        }
        return bytes[position++] & 0xFF;
    }
}
