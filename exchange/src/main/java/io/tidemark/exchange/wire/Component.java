package io.tidemark.exchange.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record: the codec of its type, and the handle that takes the component out of a record and writes it.
 * Primitives have writers of their own because a number that passes through an {@link Object} is boxed.
 *
 * @param writer of type {@code (WireWriter, Object)void}
 */
record Component(ValueCodec codec, MethodHandle writer) {
    private static final MethodHandle WRITE_LONG = writer("writeLong", WireWriter.class, long.class);
    private static final MethodHandle WRITE_INT = writer("writeInt", WireWriter.class, int.class);
    private static final MethodHandle WRITE_BOOLEAN = writer("writeBoolean", WireWriter.class, boolean.class);
    private static final MethodHandle WRITE_OBJECT =
            writer("writeObject", String.class, ValueCodec.class, WireWriter.class, Object.class);

    /** The name tells what is missing when a value is null: {@code Command.Submit.account}. */
    static Component of(String name, Class<?> type, MethodHandle accessor, ValueCodec codec) {
        if (type == long.class) {
            return new Component(codec, reading(accessor, long.class, WRITE_LONG));
        }
        if (type == int.class) {
            return new Component(codec, reading(accessor, int.class, WRITE_INT));
        }
        if (type == boolean.class) {
            return new Component(codec, reading(accessor, boolean.class, WRITE_BOOLEAN));
        }
        return new Component(
                codec, reading(accessor, Object.class, MethodHandles.insertArguments(WRITE_OBJECT, 0, name, codec)));
    }

    private static MethodHandle reading(MethodHandle accessor, Class<?> type, MethodHandle write) {
        return MethodHandles.filterArguments(write, 1, accessor.asType(MethodType.methodType(type, Object.class)));
    }

    private static MethodHandle writer(String name, Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .findStatic(Component.class, name, MethodType.methodType(void.class, parameters));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException("it stands below", impossible);
        }
    }

    @SuppressWarnings("UnusedMethod") // By its name.
    private static void writeLong(WireWriter out, long value) {
        out.writeLong(value);
    }

    @SuppressWarnings("UnusedMethod")
    private static void writeInt(WireWriter out, int value) {
        out.writeLong(value);
    }

    @SuppressWarnings("UnusedMethod")
    private static void writeBoolean(WireWriter out, boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    @SuppressWarnings("UnusedMethod")
    private static void writeObject(String name, ValueCodec codec, WireWriter out, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        codec.write(value, out);
    }
}
