package io.tidemark.exchange.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * A record: its components in order, and nothing else. The handles that write them are made into one, so that the compiler
 * sees all of a record at once.
 */
final class ComponentsCodec extends ValueCodec {
    private final String name;
    private final Component[] components;
    private final MethodHandle constructor;
    private final MethodHandle writer;

    ComponentsCodec(String name, List<Component> components, MethodHandle constructor) {
        this.name = name;
        this.components = components.toArray(Component[]::new);
        this.writer = inOrder(components);
        this.constructor = constructor
                .asSpreader(Object[].class, components.size())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static MethodHandle inOrder(List<Component> components) {
        MethodHandle all = MethodHandles.empty(MethodType.methodType(void.class, WireWriter.class, Object.class));
        for (int i = components.size() - 1; i >= 0; i--) {
            MethodHandle each = components.get(i).writer();
            all = i == components.size() - 1 ? each : MethodHandles.foldArguments(all, each);
        }
        return all;
    }

    @Override
    String name() {
        return name;
    }

    @Override
    boolean mayBeEmpty() {
        for (Component component : components) {
            if (!component.codec().mayBeEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    void write(Object value, WireWriter out) {
        try {
            writer.invokeExact(out, value);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    @Override
    Object read(WireReader in) {
        int start = in.position();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].codec().read(in);
        }
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException refused) {
            throw new MalformedWireException(start, "a valid " + name + ": " + refused.getMessage(), refused);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Accessors and constructors of records declare no checked exception; a method handle's signature does. */
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof RuntimeException runtime) {
            return runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(thrown);
    }
}
