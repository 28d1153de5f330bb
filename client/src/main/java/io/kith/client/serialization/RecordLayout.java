package io.kith.client.serialization;

import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to take a record apart and to put it together again.
 *
 * @param type the record class
 * @param components in the order of their names, so that the order in the source does not matter
 * @param constructor the canonical constructor
 */
record RecordLayout(Class<?> type, List<Component> components, Constructor<?> constructor) {

    /**
     * One component.
     *
     * @param position its place in the constructor
     */
    record Component(String name, int position, Class<?> type, Method accessor) {}

    private static final ImmutableMap<Class<?>, Class<?>> WRAPPERS = ImmutableMap.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            char.class, Character.class,
            double.class, Double.class,
            float.class, Float.class,
            int.class, Integer.class,
            long.class, Long.class,
            short.class, Short.class);

    static RecordLayout of(Class<?> type) {
        RecordComponent[] declared = type.getRecordComponents();
        try {
            List<Component> components = new ArrayList<>();
            Class<?>[] types = new Class<?>[declared.length];
            for (int i = 0; i < declared.length; i++) {
                Method accessor = declared[i].getAccessor();
                accessor.setAccessible(true);
                types[i] = declared[i].getType();
                components.add(new Component(declared[i].getName(), i, types[i], accessor));
            }
            components.sort(Comparator.comparing(Component::name));
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordLayout(type, List.copyOf(components), constructor);
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new SerializationException(
                    "record " + type.getName() + " cannot be accessed: open its package to io.kith.client", e);
        }
    }

    boolean has(String name) {
        for (Component component : components) {
            if (component.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The values of {@code value}'s components, in the order of {@link #components}. */
    List<@Nullable Object> valuesOf(Object value) {
        List<@Nullable Object> values = new ArrayList<>(components.size());
        for (Component component : components) {
            try {
                values.add(component.accessor().invoke(value));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new SerializationException("cannot read " + component.name() + " of " + type.getName(), e);
            }
        }
        return values;
    }

    /** Makes a record; components that {@code values} does not name are null, zero or false. */
    Object create(Map<String, @Nullable Object> values) {
        @Nullable Object[] arguments = new @Nullable Object[components.size()];
        for (Component component : components) {
            Object value = values.get(component.name());
            arguments[component.position()] = value == null ? defaultOf(component.type()) : fitting(component, value);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new SerializationException(
                    "record " + type.getName() + " refuses the values that were stored: " + e.getTargetException(),
                    e.getTargetException());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new SerializationException(
                    "cannot make a " + type.getName() + " of " + Arrays.toString(arguments), e);
        }
    }

    /** Lets an int become a long, and fails where the types have nothing in common. */
    private Object fitting(Component component, Object value) {
        Class<?> wanted = WRAPPERS.getOrDefault(component.type(), component.type());
        if (wanted.isInstance(value)) {
            return value;
        }
        if (wanted == Long.class && (value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            return ((Number) value).longValue();
        }
        if (wanted == Integer.class && (value instanceof Short || value instanceof Byte)) {
            return ((Number) value).intValue();
        }
        if (wanted == Double.class && (value instanceof Float || value instanceof Integer)) {
            return ((Number) value).doubleValue();
        }
        throw new SerializationException("component " + component.name() + " of record " + type.getName() + " is a "
                + component.type().getName() + ", but a " + value.getClass().getName() + " was stored; sets and maps "
                + "come back as LinkedHashSet and LinkedHashMap, so declare such components by their interfaces");
    }

    private static @Nullable Object defaultOf(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }
}
