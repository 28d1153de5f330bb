package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ContainerWriter} wrote. What is hashed or compared on the way is paid for before. */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // What comparators compare is not known; and users have old classes.
final class ContainerReader {
    /** No collection is created larger than this before its elements have been seen. */
    private static final int MAX_INITIAL_CAPACITY = 1_024;

    private final CanonicalReader values;
    private final ClassCatalog classes;

    ContainerReader(CanonicalReader values, ClassCatalog classes) {
        this.values = values;
        this.classes = classes;
    }

    List<@Nullable Object> readList(WireInput in, DecodingBudget budget, int depth) {
        int count = in.readCount(1);
        List<@Nullable Object> list = new ArrayList<>(Math.min(count, MAX_INITIAL_CAPACITY));
        for (int i = 0; i < count; i++) {
            list.add(values.read(in, budget, depth + 1));
        }
        return list;
    }

    Set<@Nullable Object> readSet(WireInput in, DecodingBudget budget, int depth) {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        readElements(in, budget, depth, set, Cost.HASHED);
        return set;
    }

    Map<@Nullable Object, @Nullable Object> readMap(WireInput in, DecodingBudget budget, int depth) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        readEntries(in, budget, depth, map, Cost.HASHED);
        return map;
    }

    Map.Entry<@Nullable Object, @Nullable Object> readEntry(WireInput in, DecodingBudget budget, int depth) {
        Object key = values.read(in, budget, depth + 1);
        return new AbstractMap.SimpleImmutableEntry<>(key, values.read(in, budget, depth + 1));
    }

    /** Reads one that says of which kind it is. */
    Object read(WireInput in, DecodingBudget budget, int depth) {
        ContainerKind kind = kind(in);
        try {
            if (kind == ContainerKind.MUTABLE_ENTRY) {
                return new AbstractMap.SimpleEntry<>(readEntry(in, budget, depth));
            } else if (kind.isList()) {
                return kind.listOf(readList(in, budget, depth));
            } else if (kind.isOfEnum()) {
                return readOfEnum(kind, in, budget, depth);
            }
            Comparator order = kind.isSorted() ? SortOrders.read(in, () -> values.read(in, budget, depth + 1)) : null;
            if (kind.isSet()) {
                Set<@Nullable Object> set = kind.emptySet(order);
                readElements(in, budget, depth, set, Cost.of(kind));
                return set;
            }
            if (kind == ContainerKind.HASHTABLE) {
                Map<@Nullable Object, @Nullable Object> entries = readMap(in, budget, depth);
                // Its chains are searched one by one, unlike those of other maps.
                ImmutableJdk.payForPlaces(entries.keySet(), budget);
                return new Hashtable<>(entries);
            }
            Map<@Nullable Object, @Nullable Object> map = kind.emptyMap(order);
            readEntries(in, budget, depth, map, Cost.of(kind));
            return map;
        } catch (ClassNotAllowedException e) {
            throw e;
        } catch (ClassCastException | NullPointerException e) {
            throw new SerializationException("the elements of a stored " + kind + " do not fit it: " + e, e);
        }
    }

    static ContainerKind kind(WireInput in) {
        int code = in.readByte();
        ContainerKind kind = ContainerKind.coded(code);
        if (kind == null) {
            throw new CorruptFrameException(
                    "the kind of collection " + code + " is unknown; was it written by a newer Kith?");
        }
        return kind;
    }

    private Object readOfEnum(ContainerKind kind, WireInput in, DecodingBudget budget, int depth) {
        Class<?> constants = classes.enumNamed(in.readString());
        if (kind == ContainerKind.ENUM_SET) {
            return ContainerKind.enumSet(constants, readSet(in, budget, depth));
        }
        Map<@Nullable Object, @Nullable Object> map = ContainerKind.enumMap(constants);
        readEntries(in, budget, depth, map, Cost.HASHED);
        return map;
    }

    private void readElements(WireInput in, DecodingBudget budget, int depth, Set<@Nullable Object> into, Cost cost) {
        int count = in.readCount(1);
        DecodingBudget.Keys keys = new DecodingBudget.Keys(budget);
        for (int i = 0; i < count; i++) {
            into.add(readKey(in, budget, depth, keys, into, i, cost));
        }
    }

    private void readEntries(
            WireInput in, DecodingBudget budget, int depth, Map<@Nullable Object, @Nullable Object> into, Cost cost) {
        int count = in.readCount(2);
        DecodingBudget.Keys keys = new DecodingBudget.Keys(budget);
        for (int i = 0; i < count; i++) {
            Object key = readKey(in, budget, depth, keys, into.keySet(), i, cost);
            into.put(key, values.read(in, budget, depth + 1));
        }
    }

    /** What it takes to find a key's place among others. */
    private enum Cost {
        HASHED,
        SORTED,
        ONE_BY_ONE;

        static Cost of(ContainerKind kind) {
            if (kind.isSorted()) {
                return SORTED;
            }
            return kind == ContainerKind.COPY_ON_WRITE_SET ? ONE_BY_ONE : HASHED;
        }
    }

    /** Reads what is going to be hashed or compared, and pays for that. */
    private @Nullable Object readKey(
            WireInput in,
            DecodingBudget budget,
            int depth,
            DecodingBudget.Keys keys,
            Iterable<? extends @Nullable Object> before,
            int countBefore,
            Cost cost) {
        int startRemaining = in.remaining();
        long startShared = budget.sharedSteps();
        Object key = values.read(in, budget, depth + 1);
        long readBytes = (long) startRemaining - in.remaining();
        long steps = DecodingBudget.sum(readBytes, budget.sharedSteps() - startShared);
        switch (cost) {
            case HASHED -> keys.pay(key, steps, before);
            case SORTED ->
                budget.charge(
                        DecodingBudget.product(64L - Long.numberOfLeadingZeros(countBefore), SortCost.of(key, steps)));
            case ONE_BY_ONE -> budget.charge(DecodingBudget.product(countBefore, steps));
        }
        return key;
    }
}
