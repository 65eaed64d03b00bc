package io.tidemark.exchange.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Walks the types in reach of a root once: makes their codecs, and writes the schema down on the way. */
final class CodecBuilder {
    private final Map<Class<?>, ValueCodec> codecs = new HashMap<>();
    /** Types whose codec is being made: to meet one of them again is to be recursive. */
    private final Set<Class<?>> open = new LinkedHashSet<>();
    /** Text of each named type, in the order they were met. */
    private final Map<Class<?>, String> definitions = new LinkedHashMap<>();

    ValueCodec root(Class<?> type) {
        if (!type.isRecord() && !(type.isSealed() && type.isInterface())) {
            throw new UnsupportedTypeException(nameOf(type), "neither a record nor a sealed interface");
        }
        return named(type, nameOf(type));
    }

    String schema() {
        return String.join("", definitions.values());
    }

    private ValueCodec codec(Type type, String where) {
        if (type instanceof Class<?> plain) {
            ValueCodec basic = BasicCodecs.BY_TYPE.get(plain);
            if (basic != null) {
                return basic;
            }
            if (plain.isRecord() || plain.isEnum() || (plain.isSealed() && plain.isInterface())) {
                return named(plain, where);
            }
        }
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                ValueCodec element = codec(argument, where);
                if (element.mayBeEmpty()) {
                    throw new UnsupportedTypeException(
                            where, "a list of " + element.name() + ", which takes no bytes, has no bounded length");
                }
                return new ListCodec(element);
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalCodec(codec(argument, where));
            }
        }
        throw new UnsupportedTypeException(where, "no form for " + type.getTypeName());
    }

    private ValueCodec named(Class<?> type, String where) {
        ValueCodec known = codecs.get(type);
        if (known != null) {
            return known;
        }
        if (!open.add(type)) {
            throw new UnsupportedTypeException(where, nameOf(type) + " contains itself; depth must be bounded");
        }
        // The place in the schema is taken now; the text follows when the parts are known.
        definitions.put(type, "");
        if (definitions.keySet().stream()
                .anyMatch(other -> other != type && nameOf(other).equals(nameOf(type)))) {
            throw new UnsupportedTypeException(where, "two types are called " + nameOf(type));
        }
        ValueCodec made;
        if (type.isRecord()) {
            made = components(type);
        } else if (type.isEnum()) {
            made = constants(type);
        } else {
            made = family(type);
        }
        open.remove(type);
        codecs.put(type, made);
        return made;
    }

    private ValueCodec components(Class<?> type) {
        String name = nameOf(type);
        if (!Modifier.isPublic(type.getModifiers())) {
            throw new UnsupportedTypeException(name, "the record is not public");
        }
        List<Component> components = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        StringBuilder text = new StringBuilder("record " + name + "\n");
        for (RecordComponent component : type.getRecordComponents()) {
            String where = name + "." + component.getName();
            ValueCodec codec = codec(component.getGenericType(), where);
            components.add(Component.of(where, component.getType(), accessor(component, where), codec));
            types.add(component.getType());
            text.append("  ")
                    .append(component.getName())
                    .append(' ')
                    .append(codec.name())
                    .append('\n');
        }
        definitions.put(type, text.toString());
        return new ComponentsCodec(name, components, constructor(type, types));
    }

    private static MethodHandle accessor(RecordComponent component, String where) {
        try {
            return MethodHandles.publicLookup().unreflect(component.getAccessor());
        } catch (IllegalAccessException closed) {
            throw new UnsupportedTypeException(where, "not accessible: " + closed.getMessage());
        }
    }

    private static MethodHandle constructor(Class<?> type, List<Class<?>> types) {
        try {
            return MethodHandles.publicLookup()
                    .unreflectConstructor(type.getConstructor(types.toArray(Class<?>[]::new)));
        } catch (NoSuchMethodException | IllegalAccessException closed) {
            throw new UnsupportedTypeException(nameOf(type), "its canonical constructor is not public");
        }
    }

    private ValueCodec constants(Class<?> type) {
        Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
        StringBuilder text = new StringBuilder("enum " + nameOf(type) + "\n");
        for (int ordinal = 0; ordinal < constants.length; ordinal++) {
            text.append("  ")
                    .append(ordinal)
                    .append(' ')
                    .append(constants[ordinal].name())
                    .append('\n');
        }
        definitions.put(type, text.toString());
        return new EnumCodec(nameOf(type), constants);
    }

    private ValueCodec family(Class<?> type) {
        // A record that two branches of the family permit keeps the tag of the first.
        Set<Class<?>> alternatives = new LinkedHashSet<>();
        flatten(type, alternatives);
        List<ValueCodec> made = new ArrayList<>();
        StringBuilder text = new StringBuilder("sealed " + nameOf(type) + "\n");
        for (Class<?> alternative : alternatives) {
            text.append("  ")
                    .append(made.size())
                    .append(' ')
                    .append(nameOf(alternative))
                    .append('\n');
            made.add(named(alternative, nameOf(type)));
        }
        definitions.put(type, text.toString());
        return new SealedFamilyCodec(nameOf(type), List.copyOf(alternatives), made);
    }

    private static void flatten(Class<?> family, Set<Class<?>> alternatives) {
        for (Class<?> permitted : family.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                alternatives.add(permitted);
            } else if (permitted.isSealed() && permitted.isInterface()) {
                flatten(permitted, alternatives);
            } else {
                throw new UnsupportedTypeException(
                        nameOf(family), nameOf(permitted) + " is neither a record nor a sealed interface");
            }
        }
    }

    /** The name within its package, outer types first: {@code Command.Submit}. */
    private static String nameOf(Class<?> type) {
        String[] parts =
                type.getName().substring(type.getPackageName().length()).split("[.$]", -1);
        StringJoiner name = new StringJoiner(".");
        Arrays.stream(parts).filter(part -> !part.isEmpty()).forEach(name::add);
        return name.toString();
    }
}
