package io.tidemark.exchange.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The types that are not made of other types. */
final class BasicCodecs {
    /** By class, the primitives also boxed, as they are in a list. */
    static final Map<Class<?>, ValueCodec> BY_TYPE = byType();

    private BasicCodecs() {}

    private static Map<Class<?>, ValueCodec> byType() {
        Map<Class<?>, ValueCodec> codecs = new HashMap<>();
        codecs.put(long.class, new OfLong());
        codecs.put(Long.class, new OfLong());
        codecs.put(int.class, new OfInt());
        codecs.put(Integer.class, new OfInt());
        codecs.put(boolean.class, new OfBoolean());
        codecs.put(Boolean.class, new OfBoolean());
        codecs.put(String.class, new OfString());
        codecs.put(byte[].class, new OfBytes());
        codecs.put(long[].class, new OfLongs());
        codecs.put(int[].class, new OfInts());
        codecs.put(OptionalLong.class, new OfOptionalLong());
        return Map.copyOf(codecs);
    }

    private static final class OfLong extends ValueCodec {
        @Override
        String name() {
            return "long";
        }

        @Override
        void write(Object value, WireWriter out) {
            out.writeLong((Long) value);
        }

        @Override
        Object read(WireReader in) {
            return in.readLong();
        }
    }

    private static final class OfInt extends ValueCodec {
        @Override
        String name() {
            return "int";
        }

        @Override
        void write(Object value, WireWriter out) {
            out.writeLong((Integer) value);
        }

        @Override
        Object read(WireReader in) {
            return in.readInt();
        }
    }

    private static final class OfBoolean extends ValueCodec {
        @Override
        String name() {
            return "boolean";
        }

        @Override
        void write(Object value, WireWriter out) {
            out.writeByte((Boolean) value ? 1 : 0);
        }

        @Override
        Object read(WireReader in) {
            return in.readBoolean("a boolean");
        }
    }

    private static final class OfString extends ValueCodec {
        @Override
        String name() {
            return "string";
        }

        @Override
        void write(Object value, WireWriter out) {
            out.writeString((String) value);
        }

        @Override
        Object read(WireReader in) {
            return in.readString();
        }
    }

    private static final class OfBytes extends ValueCodec {
        @Override
        String name() {
            return "byte[]";
        }

        @Override
        void write(Object value, WireWriter out) {
            out.writeBytes((byte[]) value);
        }

        @Override
        Object read(WireReader in) {
            return in.readBytes();
        }
    }

    private static final class OfLongs extends ValueCodec {
        @Override
        String name() {
            return "long[]";
        }

        @Override
        void write(Object value, WireWriter out) {
            long[] numbers = (long[]) value;
            out.writeUnsigned(numbers.length);
            for (long number : numbers) {
                out.writeLong(number);
            }
        }

        @Override
        Object read(WireReader in) {
            long[] numbers = new long[in.readCount("the length of a long[]")];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readLong();
            }
            return numbers;
        }
    }

    private static final class OfInts extends ValueCodec {
        @Override
        String name() {
            return "int[]";
        }

        @Override
        void write(Object value, WireWriter out) {
            int[] numbers = (int[]) value;
            out.writeUnsigned(numbers.length);
            for (int number : numbers) {
                out.writeLong(number);
            }
        }

        @Override
        Object read(WireReader in) {
            int[] numbers = new int[in.readCount("the length of an int[]")];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readInt();
            }
            return numbers;
        }
    }

    private static final class OfOptionalLong extends ValueCodec {
        @Override
        String name() {
            return "optional<long>";
        }

        @Override
        void write(Object value, WireWriter out) {
            OptionalLong optional = (OptionalLong) value;
            out.writeByte(optional.isPresent() ? 1 : 0);
            if (optional.isPresent()) {
                out.writeLong(optional.getAsLong());
            }
        }

        @Override
        Object read(WireReader in) {
            return in.readBoolean("whether a number is present")
                    ? OptionalLong.of(in.readLong())
                    : OptionalLong.empty();
        }
    }
}
