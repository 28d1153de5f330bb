package io.kith.client.serialization;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
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
 * @param keyTrial what was found about them as keys
 * @param valueTrial what was found about them as values
 */
record RecordLayout(
        Class<?> type, List<Component> components, Constructor<?> constructor, KeyTrial keyTrial, ValueTrial valueTrial)
        implements Layout {

    /**
     * One component.
     *
     * @param position its place in the constructor
     */
    record Component(String name, int position, Type generic, Class<?> type, Method accessor) implements Part {}

    static RecordLayout of(Class<?> type) {
        RecordComponent[] declared = type.getRecordComponents();
        try {
            List<Component> components = new ArrayList<>();
            Class<?>[] types = new Class<?>[declared.length];
            for (int i = 0; i < declared.length; i++) {
                Method accessor = declared[i].getAccessor();
                accessor.setAccessible(true);
                types[i] = declared[i].getType();
                components.add(
                        new Component(declared[i].getName(), i, declared[i].getGenericType(), types[i], accessor));
            }
            components.sort(Comparator.comparing(Component::name));
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordLayout(type, List.copyOf(components), constructor, new KeyTrial(), new ValueTrial());
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new SerializationException(
                    "record " + type.getName() + " cannot be accessed: open its package to io.kith.client", e);
        }
    }

    @Override
    public List<Component> parts() {
        return components;
    }

    /** The values of {@code value}'s components, in the order of {@link #components}. */
    @Override
    public List<@Nullable Object> valuesOf(Object value) {
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

    @Override
    public Object create(Map<String, @Nullable Object> values, DecodingBudget budget) {
        @Nullable Object[] arguments = new @Nullable Object[components.size()];
        for (Component component : components) {
            arguments[component.position()] =
                    Fitting.to(this, component, component.generic(), values.get(component.name()), budget);
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
}
