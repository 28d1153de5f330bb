package io.kith.client.serialization;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the first object of each class was written to, and fails unless that is equal to it: what would be lost is refused
 * while somebody still has it. It is done once for each class that is met.
 */
final class ClassTrial {
    private final Set<Class<?>> passed = ConcurrentHashMap.newKeySet();

    /**
     * What was read from an object's bytes.
     *
     * @param shares whether it holds one object more than once, so that to compare it may take for ever
     */
    record Copy(Object object, boolean shares) {}

    /**
     * Tries one object.
     *
     * @param met the classes that were met for the first time while it was written
     * @throws SerializationException if it would not come back as it is
     */
    void require(
            Object value,
            byte[] bytes,
            Collection<Class<?>> met,
            Function<byte[], Copy> reading,
            Function<Object, byte[]> writing) {
        List<Class<?>> fresh = met.stream()
                .filter(type -> isOfUsers(type) && !passed.contains(type))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        Copy read = reading.apply(bytes);
        Object copy = read.object();
        Class<?> type = value.getClass();
        if (copy.getClass() != type) {
            if (copy.getClass().getName().equals(type.getName())) {
                // Another loader's: whoever reads it has to know which.
                return;
            }
            throw new SerializationException("an object of class " + type.getName() + " would come back as a "
                    + copy.getClass().getName());
        }
        String lost = lostField(type, value, copy);
        if (lost != null) {
            throw new SerializationException("an object of class " + type.getName()
                    + " would come back without its field "
                    + lost + ", which is transient or no part of its contents: give the class a constructor without "
                    + "parameters that fills it, make it a record, or set ClientOptions.serializer");
        }
        if (!read.shares()
                && isUnlike(value, copy)
                && (fresh.stream().anyMatch(ClassTrial::hasTransient) || !Arrays.equals(bytes, writing.apply(copy)))) {
            throw new SerializationException(
                    "an object of class " + type.getName() + " would come back as one that is not "
                            + "equal to it: its equals looks at what is not written, such as transient fields; make it a record, or "
                            + "set ClientOptions.serializer");
        }
        passed.addAll(fresh);
    }

    private static boolean isOfUsers(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return !element.isPrimitive() && !ObjectFitness.isOfTheJdk(element);
    }

    private static boolean isUnlike(Object value, Object copy) {
        try {
            return ObjectFitness.hasOwnEquals(value.getClass()) && !value.equals(copy);
        } catch (RuntimeException e) {
            // Something that it needs is not there.
            return true;
        } catch (StackOverflowError e) {
            // Its equals follows a circle, for the original as for the copy.
            return false;
        }
    }

    private static boolean hasTransient(Class<?> type) {
        for (Class<?> each = type; each != null && !ObjectFitness.isOfTheJdk(each); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (Modifier.isTransient(field.getModifiers()) && !Modifier.isStatic(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A field of the user's that holds something, and in the copy nothing. */
    private static @Nullable String lostField(Class<?> type, Object value, Object copy) {
        for (Class<?> each = type; each != null && !ObjectFitness.isOfTheJdk(each); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && read(field, value) != null
                        && read(field, copy) == null) {
                    return field.getName();
                }
            }
        }
        return null;
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new SerializationException(
                    "field " + field.getName() + " of class "
                            + field.getDeclaringClass().getName()
                            + " cannot be read: open its package to io.kith.client",
                    e);
        }
    }
}
