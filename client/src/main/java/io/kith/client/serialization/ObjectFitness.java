package io.kith.client.serialization;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/**
 * Whether objects of a user's class come back whole from their fields. What is known not to is refused by name when it is written,
 * as whoever reads it could only lose it.
 */
final class ObjectFitness {
    private static final String ADVICE = "; make it a record, or set ClientOptions.serializer";

    private ObjectFitness() {}

    /**
     * Fails if fields are not all there is to such objects.
     *
     * @throws SerializationException which says what would be lost
     */
    static void requireWritable(Class<?> type) {
        if (type.isHidden() || type.isSynthetic() || Proxy.isProxyClass(type)) {
            throw new SerializationException(
                    type.getName() + " is a lambda, a method reference or a proxy, which cannot be "
                            + "read again: store an object of a class with a name");
        }
        if (isOfTheJdk(type) || type.isArray() || type.isRecord() || Enum.class.isAssignableFrom(type)) {
            return;
        }
        boolean constructed = hasPlainConstructor(type);
        for (Class<?> each = type; each != null && !isOfTheJdk(each); each = each.getSuperclass()) {
            for (String method : new String[] {"readResolve", "writeReplace"}) {
                if (declares(each, method)) {
                    throw new SerializationException("class " + type.getName() + " has " + method
                            + ", which nobody would call, so that another object would come back" + ADVICE);
                }
            }
            for (Field field : each.getDeclaredFields()) {
                requireWritable(type, field, constructed);
            }
        }
    }

    private static void requireWritable(Class<?> type, Field field, boolean constructed) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)) {
            return;
        }
        if (field.isSynthetic()) {
            throw new SerializationException("an object of class " + type.getName() + " refers to what is around it ("
                    + field.getName()
                    + "), which is not written: make the class static, or let it have a name of its own "
                    + "and hold in fields what it needs");
        }
        boolean isObject = !field.getType().isPrimitive();
        if (Modifier.isTransient(modifiers) && Modifier.isFinal(modifiers) && isObject && !constructed) {
            throw new SerializationException(
                    "field " + field.getName() + " of class " + type.getName() + " is transient and "
                            + "final, so that it would come back as null: give the class a constructor without parameters"
                            + ADVICE);
        }
    }

    private static boolean declares(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(each -> each.getName().equals(method) && each.getParameterCount() == 0);
    }

    private static boolean hasPlainConstructor(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> each.getParameterCount() == 0);
    }

    static boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.");
    }

    /**
     * Fails if a class of which something else than its fields is written has fields of its own.
     *
     * @param parent what it extends, which says what is written of it
     */
    static void requireNoFieldsBeside(Class<?> type, Class<?> parent) {
        for (Class<?> each = type; each != null && each != parent; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    throw new SerializationException("class " + type.getName() + " extends " + parent.getName()
                            + ", of which the contents are written, and would lose its field " + field.getName()
                            + ": let it hold one instead of being one" + ADVICE);
                }
            }
        }
    }

    /** The nearest class of the JDK that a user's class extends. */
    static Class<?> jdkParent(Class<?> type) {
        for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
            if (isOfTheJdk(parent)) {
                return parent;
            }
        }
        return Object.class;
    }

    /** Whether it says itself what is equal to it. */
    static boolean hasOwnEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
