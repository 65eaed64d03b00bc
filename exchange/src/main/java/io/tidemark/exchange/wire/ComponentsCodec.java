package io.tidemark.exchange.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** A record: its components in order, and nothing else. */
final class ComponentsCodec extends ValueCodec {
    private final String name;
    private final Component[] components;
    private final MethodHandle constructor;

    ComponentsCodec(String name, List<Component> components, MethodHandle constructor) {
        this.name = name;
        this.components = components.toArray(Component[]::new);
        this.constructor = constructor
                .asSpreader(Object[].class, components.size())
                .asType(MethodType.methodType(Object.class, Object[].class));
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
            for (Component component : components) {
                component.write(value, out);
            }
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
