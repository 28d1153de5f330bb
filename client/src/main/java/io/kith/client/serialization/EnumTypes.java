package io.kith.client.serialization;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Of which enum an {@code EnumSet} or {@code EnumMap} is, which neither says. */
final class EnumTypes {

    private EnumTypes() {}

    /** The enum of a set's elements. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // Of whatever enum.
    static Class<?> of(EnumSet set) {
        EnumSet some = set.isEmpty() ? EnumSet.complementOf(set) : set;
        if (some.isEmpty()) {
            throw new SerializationException("a set of an enum without constants is not written");
        }
        return ((Enum<?>) some.iterator().next()).getDeclaringClass();
    }

    /** The enum of a map's keys. */
    static Class<?> of(EnumMap<?, ?> map) {
        if (!map.isEmpty()) {
            return map.keySet().iterator().next().getDeclaringClass();
        }
        try (Watching stream = new Watching()) {
            stream.writeObject(map);
            Class<?> found = stream.found;
            if (found != null) {
                return found;
            }
        } catch (IOException e) {
            throw new SerializationException("an empty EnumMap does not say of which enum it is", e);
        }
        throw new SerializationException("an empty EnumMap does not say of which enum it is");
    }

    /** Java's own serialization of an empty map names its enum, and nothing else of the user's. */
    private static final class Watching extends ObjectOutputStream {
        private @Nullable Class<?> found;

        Watching() throws IOException {
            super(OutputStream.nullOutputStream());
        }

        @Override
        protected void annotateClass(Class<?> type) {
            if (found == null && type.isEnum()) {
                found = type;
            }
        }
    }
}
