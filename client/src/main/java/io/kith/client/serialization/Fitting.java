package io.kith.client.serialization;

import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Makes what was read fit where it is declared to be: an int becomes a long, and the plain lists, sets and maps of keys, and of what
 * older versions wrote, the collections that the declaration names.
 */
final class Fitting {
    private static final ImmutableMap<Class<?>, Class<?>> WRAPPERS = ImmutableMap.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            char.class, Character.class,
            double.class, Double.class,
            float.class, Float.class,
            int.class, Integer.class,
            long.class, Long.class,
            short.class, Short.class);

    private Fitting() {}

    /** {@code value} as the part's declaration wants it; null, zero or false if it is null. */
    static @Nullable Object to(
            Layout layout, Layout.Part part, Type generic, @Nullable Object value, DecodingBudget budget) {
        if (value == null) {
            return part.type().isPrimitive() ? Array.get(Array.newInstance(part.type(), 1), 0) : null;
        }
        Class<?> wanted = WRAPPERS.getOrDefault(part.type(), part.type());
        if (wanted.isInstance(value)) {
            return value;
        }
        Object fitting =
                value instanceof Number number ? widened(wanted, number) : container(wanted, generic, value, budget);
        if (fitting == null) {
            throw new SerializationException("part " + part.name() + " of "
                    + layout.type().getName() + " is a "
                    + part.type().getName() + ", but a " + value.getClass().getName()
                    + " was stored; if it is part of a key, declare it by the interface List, Set or Map");
        }
        return fitting;
    }

    private static @Nullable Object widened(Class<?> wanted, Number value) {
        boolean small = value instanceof Short || value instanceof Byte;
        if (wanted == Long.class && (value instanceof Integer || small)) {
            return value.longValue();
        }
        if (wanted == Integer.class && small) {
            return value.intValue();
        }
        return wanted == Double.class && (value instanceof Float || value instanceof Integer)
                ? value.doubleValue()
                : null;
    }

    /** The kind of collection that declarations of {@code wanted} take; null if there is none. */
    private static @Nullable ContainerKind kindFor(Class<?> wanted, boolean isMap, boolean isSet) {
        boolean isSorted = SortedMap.class.isAssignableFrom(wanted) || SortedSet.class.isAssignableFrom(wanted);
        Class<?> alike = isMap ? Map.class : isSet ? Set.class : List.class;
        for (ContainerKind kind : ContainerKind.values()) {
            boolean fits = alike.isAssignableFrom(kind.type()) && wanted.isAssignableFrom(kind.type());
            if (fits && kind.isSorted() == isSorted) {
                return kind;
            }
        }
        return null;
    }

    private static @Nullable Object container(Class<?> wanted, Type generic, Object value, DecodingBudget budget) {
        boolean isMap = value instanceof LinkedHashMap;
        boolean isSet = value instanceof LinkedHashSet;
        if (!isMap && !isSet && !(value instanceof List)) {
            return null;
        }
        ContainerKind kind = kindFor(wanted, isMap, isSet);
        if (kind == null || wanted == CopyOnWriteArraySet.class || wanted == Hashtable.class) {
            // To fill these takes more than the bytes account for.
            return null;
        }
        try {
            if (value instanceof List<?> list) {
                return kind.listOf(new java.util.ArrayList<>(list));
            }
            Collection<?> keys = isMap ? ((Map<?, ?>) value).keySet() : (Set<?>) value;
            if (kind.isOfEnum()) {
                return ofEnum(generic, value, keys);
            }
            if (kind.isSorted()) {
                SortCost.payForSorting(keys, budget);
            }
            if (value instanceof Map<?, ?> map) {
                Map<@Nullable Object, @Nullable Object> made = kind.emptyMap(null);
                made.putAll(map);
                return made;
            }
            Set<@Nullable Object> made = kind.emptySet(null);
            made.addAll(keys);
            return made;
        } catch (ClassCastException | NullPointerException e) {
            throw new SerializationException("the elements of a stored " + kind + " do not fit it: " + e, e);
        }
    }

    private static @Nullable Object ofEnum(Type generic, Object value, Collection<?> keys) {
        Class<?> constants = null;
        if (!keys.isEmpty()) {
            constants = keys.iterator().next() instanceof Enum<?> first ? first.getDeclaringClass() : null;
        } else if (generic instanceof ParameterizedType parameters
                && parameters.getActualTypeArguments()[0] instanceof Class<?> argument
                && argument.isEnum()) {
            constants = argument;
        }
        if (constants == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> made = ContainerKind.enumMap(constants);
            made.putAll(map);
            return made;
        }
        return ContainerKind.enumSet(constants, keys);
    }
}
