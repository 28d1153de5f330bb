package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code Set.of} and {@code Map.of}, as Kryo writes them. Their tables put a key whose place is taken into the next free
 * one, so keys chosen for it make each wait for all before: what that takes is charged first.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as the methods overridden
final class ImmutableJdk {
    static final SerializersOf<CollectionSerializer> SETS = new SerializersOf<>(ImmutableJdk::isImmutable, Sets::new);

    static final SerializersOf<MapSerializer> MAPS = new SerializersOf<>(ImmutableJdk::isImmutable, Maps::new);

    private ImmutableJdk() {}

    private static boolean isImmutable(Class<?> type) {
        return type.getName().startsWith("java.util.ImmutableCollections$");
    }

    /** Charges what it takes to place keys into a table of twice as many places. */
    static void payForPlaces(Collection<?> keys, DecodingBudget budget) {
        boolean[] taken = new boolean[2 * keys.size()];
        for (Object key : keys) {
            int place = Math.floorMod(Objects.hashCode(key), taken.length);
            long tried = 0;
            while (taken[place]) {
                place = place + 1 == taken.length ? 0 : place + 1;
                tried++;
                if (tried % 1_024 == 0) {
                    budget.charge(1_024);
                }
            }
            taken[place] = true;
            budget.charge(tried % 1_024);
        }
    }

    private static final class Sets extends CollectionSerializer<Set> {
        Sets() {
            setElementsCanBeNull(false);
        }

        @Override
        protected Set create(Kryo kryo, Input input, Class<? extends Set> type, int size) {
            return new HashSet<>();
        }

        @Override
        public Set read(Kryo kryo, Input input, Class<? extends Set> type) {
            Set elements = super.read(kryo, input, type);
            payForPlaces(elements, ((WeighingKryo) kryo).budget());
            return Set.of(elements.toArray());
        }
    }

    private static final class Maps extends MapSerializer<Map> {
        Maps() {
            setKeysCanBeNull(false);
            setValuesCanBeNull(false);
        }

        @Override
        protected Map create(Kryo kryo, Input input, Class<? extends Map> type, int size) {
            return new HashMap<>();
        }

        @Override
        public Map read(Kryo kryo, Input input, Class<? extends Map> type) {
            Map entries = super.read(kryo, input, type);
            payForPlaces(entries.keySet(), ((WeighingKryo) kryo).budget());
            return Map.copyOf(entries);
        }
    }
}
