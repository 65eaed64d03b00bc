package io.tidemark.exchange.pool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Values that differ from a record in one place: a number one higher, a constant another one, an element missing. Of each
 * list one element is tried, by chance.
 */
final class Mutants {
    /**
     * One of them.
     *
     * @param place such as {@code orders.open[].fills[].lots}; what was done there is told behind it where it is not plain
     * @param reordered whether only the order of a list differs
     */
    record Mutant(String place, boolean reordered, Object value) {}

    private final SplittableRandom random;

    Mutants(long seed) {
        random = new SplittableRandom(seed);
    }

    /** All of a record, but for those that the records themselves refuse. */
    static List<Mutant> of(Record value, long seed) {
        return new Mutants(seed).ofRecord(value, "");
    }

    private List<Mutant> ofRecord(Record value, String place) {
        List<Mutant> mutants = new ArrayList<>();
        RecordComponent[] components = value.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object part = part(value, components[i]);
            for (Mutant mutant : ofAny(part, join(place, components[i].getName()))) {
                rebuilt(value, i, mutant.value())
                        .ifPresent(whole -> mutants.add(new Mutant(mutant.place(), mutant.reordered(), whole)));
            }
        }
        return mutants;
    }

    private List<Mutant> ofAny(Object value, String place) {
        if (value instanceof Record inner) {
            return ofRecord(inner, place);
        } else if (value instanceof List<?> list) {
            return ofList(list, place + "[]");
        } else if (value instanceof Optional<?> optional) {
            return ofOptional(optional, place + "?");
        }
        return List.of(new Mutant(place, false, another(value)));
    }

    private List<Mutant> ofList(List<?> list, String place) {
        List<Mutant> mutants = new ArrayList<>();
        if (!list.isEmpty()) {
            int at = random.nextInt(list.size());
            List<Object> shorter = new ArrayList<>(list);
            shorter.remove(at);
            mutants.add(new Mutant(place, false, shorter));
            for (Mutant mutant : ofAny(list.get(at), place)) {
                List<Object> other = new ArrayList<>(list);
                other.set(at, mutant.value());
                mutants.add(new Mutant(mutant.place(), mutant.reordered(), other));
            }
            if (at > 0 && !list.get(at).equals(list.get(at - 1))) {
                List<Object> swapped = new ArrayList<>(list);
                swapped.set(at, list.get(at - 1));
                swapped.set(at - 1, list.get(at));
                mutants.add(new Mutant(place, true, swapped));
            }
        }
        return mutants;
    }

    private List<Mutant> ofOptional(Optional<?> optional, String place) {
        List<Mutant> mutants = new ArrayList<>();
        if (optional.isPresent()) {
            mutants.add(new Mutant(place, false, Optional.empty()));
            ofAny(optional.get(), place)
                    .forEach(mutant ->
                            mutants.add(new Mutant(mutant.place(), mutant.reordered(), Optional.of(mutant.value()))));
        }
        return mutants;
    }

    private static Object another(Object value) {
        if (value instanceof Long number) {
            return number == Long.MAX_VALUE ? number - 1 : number + 1;
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Boolean flag) {
            return !flag;
        } else if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Enum<?> constant) {
            Object[] constants = constant.getDeclaringClass().getEnumConstants();
            return constants[(Arrays.asList(constants).indexOf(constant) + 1) % constants.length];
        }
        throw new AssertionError("nothing differs from " + value);
    }

    private static Object part(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException closed) {
            throw new LinkageError(closed.getMessage(), closed);
        }
    }

    private static Optional<Object> rebuilt(Record value, int changed, Object part) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] parts = new Object[components.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i == changed ? part : part(value, components[i]);
        }
        try {
            Constructor<?> canonical = value.getClass().getDeclaredConstructor(types);
            return Optional.of(canonical.newInstance(parts));
        } catch (InvocationTargetException refused) {
            return Optional.empty();
        } catch (ReflectiveOperationException closed) {
            throw new LinkageError(closed.getMessage(), closed);
        }
    }

    /** All places that values of a record may have; alternatives of a sealed family are one place. */
    static Set<String> placesIn(Class<?> type) {
        Set<String> places = new TreeSet<>();
        collect(type, "", places);
        return places;
    }

    private static void collect(Type type, String place, Set<String> places) {
        if (type instanceof ParameterizedType generic) {
            String inside = place + (generic.getRawType() == List.class ? "[]" : "?");
            places.add(inside);
            Type element = generic.getActualTypeArguments()[0];
            if (element instanceof Class<?> plain && plain.isRecord()) {
                collect(element, inside, places);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                collect(component.getGenericType(), join(place, component.getName()), places);
            }
        } else {
            places.add(place);
        }
    }

    private static String join(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
