package io.tidemark.exchange.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * One component of a record: its accessor and the codec of its type. Primitives have classes of their own because a
 * number that passes through an {@link Object} is boxed.
 */
abstract class Component {
    private final String name;
    private final ValueCodec codec;

    private Component(String name, ValueCodec codec) {
        this.name = name;
        this.codec = codec;
    }

    /** The name tells what is missing when a value is null: {@code Command.Submit.account}. */
    static Component of(String name, Class<?> type, MethodHandle accessor, ValueCodec codec) {
        if (type == long.class) {
            return new OfLong(name, accessor, codec);
        }
        if (type == int.class) {
            return new OfInt(name, accessor, codec);
        }
        if (type == boolean.class) {
            return new OfBoolean(name, accessor, codec);
        }
        return new OfObject(name, accessor, codec);
    }

    final String name() {
        return name;
    }

    final ValueCodec codec() {
        return codec;
    }

    abstract void write(Object holder, WireWriter out) throws Throwable;

    private static final class OfLong extends Component {
        private final MethodHandle accessor;

        OfLong(String name, MethodHandle accessor, ValueCodec codec) {
            super(name, codec);
            this.accessor = accessor.asType(MethodType.methodType(long.class, Object.class));
        }

        @Override
        void write(Object holder, WireWriter out) throws Throwable {
            out.writeLong((long) accessor.invokeExact(holder));
        }
    }

    private static final class OfInt extends Component {
        private final MethodHandle accessor;

        OfInt(String name, MethodHandle accessor, ValueCodec codec) {
            super(name, codec);
            this.accessor = accessor.asType(MethodType.methodType(int.class, Object.class));
        }

        @Override
        void write(Object holder, WireWriter out) throws Throwable {
            out.writeLong((int) accessor.invokeExact(holder));
        }
    }

    private static final class OfBoolean extends Component {
        private final MethodHandle accessor;

        OfBoolean(String name, MethodHandle accessor, ValueCodec codec) {
            super(name, codec);
            this.accessor = accessor.asType(MethodType.methodType(boolean.class, Object.class));
        }

        @Override
        void write(Object holder, WireWriter out) throws Throwable {
            out.writeByte((boolean) accessor.invokeExact(holder) ? 1 : 0);
        }
    }

    private static final class OfObject extends Component {
        private final MethodHandle accessor;

        OfObject(String name, MethodHandle accessor, ValueCodec codec) {
            super(name, codec);
            this.accessor = accessor.asType(MethodType.methodType(Object.class, Object.class));
        }

        @Override
        void write(Object holder, WireWriter out) throws Throwable {
            Object value = (Object) accessor.invokeExact(holder);
            if (value == null) {
                throw new IllegalArgumentException(name() + " is null");
            }
            codec().write(value, out);
        }
    }
}
