package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The JDK's unmodifiable, synchronized and checked wrappers inside objects that Kryo writes: they come back as the
 * ordinary collection that they wrap.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as the methods overridden
final class JdkWrappers {
    static final SerializersOf<CollectionSerializer> COLLECTIONS =
            new SerializersOf<>(JdkWrappers::isWrapper, Collections::new);

    static final SerializersOf<MapSerializer> MAPS = new SerializersOf<>(JdkWrappers::isWrapper, Maps::new);

    private JdkWrappers() {}

    private static boolean isWrapper(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.Collections$") && !name.contains("$Empty") && !name.contains("$Singleton");
    }

    private static final class Collections extends CollectionSerializer<Collection> {
        @Override
        protected void writeHeader(Kryo kryo, Output output, Collection wrapped) {
            if (wrapped instanceof SortedSet sorted) {
                kryo.writeClassAndObject(output, sorted.comparator());
            }
        }

        @Override
        protected Collection create(Kryo kryo, Input input, Class<? extends Collection> type, int size) {
            if (SortedSet.class.isAssignableFrom(type)) {
                return new TreeSet<>((Comparator) kryo.readClassAndObject(input));
            }
            return Set.class.isAssignableFrom(type) ? new LinkedHashSet<>() : new ArrayList<>();
        }
    }

    private static final class Maps extends MapSerializer<Map> {
        @Override
        protected void writeHeader(Kryo kryo, Output output, Map wrapped) {
            if (wrapped instanceof SortedMap sorted) {
                kryo.writeClassAndObject(output, sorted.comparator());
            }
        }

        @Override
        protected Map create(Kryo kryo, Input input, Class<? extends Map> type, int size) {
            if (SortedMap.class.isAssignableFrom(type)) {
                return new TreeMap<>((Comparator) kryo.readClassAndObject(input));
            }
            return new LinkedHashMap<>();
        }
    }
}
