package io.kith.client.serialization;

import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * How to take an object of a user's class apart into its fields, and to put it together again, without saying which of them are
 * the same object: equal ones that share differently are equal. It is what keys are made of.
 *
 * @param fields without transient and static ones
 * @param instantiator calls the constructor without parameters, if there is one
 */
record FieldLayout(Class<?> type, List<NamedField> fields, ObjectInstantiator<?> instantiator, KeyTrial keyTrial)
        implements Layout {

    /** One field. */
    record NamedField(String name, Field field) implements Part {
        @Override
        public Class<?> type() {
            return field.getType();
        }
    }

    static FieldLayout of(Class<?> type) {
        ObjectFitness.requireWritable(type);
        try {
            List<NamedField> fields = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
                if (each == null || each.getName().startsWith("java.")) {
                    throw new SerializationException("an object of " + type.getName() + " is no key: it extends "
                            + (each == null ? "nothing" : each.getName())
                            + ", whose state cannot be read; make it a record");
                }
                for (Field field : each.getDeclaredFields()) {
                    if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                        field.setAccessible(true);
                        String name =
                                names.add(field.getName()) ? field.getName() : each.getName() + "." + field.getName();
                        fields.add(new NamedField(name, field));
                    }
                }
            }
            fields.sort(Comparator.comparing(NamedField::name));
            DefaultInstantiatorStrategy strategy = new DefaultInstantiatorStrategy(new StdInstantiatorStrategy());
            return new FieldLayout(type, List.copyOf(fields), strategy.newInstantiatorOf(type), new KeyTrial());
        } catch (java.lang.reflect.InaccessibleObjectException | SecurityException e) {
            throw new SerializationException(
                    "class " + type.getName() + " cannot be accessed: open its package to io.kith.client", e);
        }
    }

    @Override
    public List<NamedField> parts() {
        return fields;
    }

    @Override
    public List<@Nullable Object> valuesOf(Object object) {
        List<@Nullable Object> values = new ArrayList<>(fields.size());
        for (NamedField each : fields) {
            try {
                values.add(each.field().get(object));
            } catch (IllegalAccessException e) {
                throw new SerializationException("cannot read " + each.name() + " of " + type.getName(), e);
            }
        }
        return values;
    }

    @Override
    public Object create(Map<String, @Nullable Object> values, DecodingBudget budget) {
        Object object;
        try {
            object = instantiator.newInstance();
        } catch (RuntimeException e) {
            throw new SerializationException("cannot make a " + type.getName() + ": " + e, e);
        }
        for (NamedField each : fields) {
            if (values.containsKey(each.name())) {
                Type generic = each.field().getGenericType();
                try {
                    each.field().set(object, Fitting.to(this, each, generic, values.get(each.name()), budget));
                } catch (IllegalAccessException e) {
                    throw new SerializationException("cannot set " + each.name() + " of " + type.getName(), e);
                }
            }
        }
        return object;
    }
}
