package io.kith.collections;

import io.kith.collections.counter.CounterKind;
import io.kith.collections.kind.KindTable;
import io.kith.collections.lock.LockKind;
import io.kith.collections.map.MapKind;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.DequeKind;
import io.kith.collections.sequence.VecKind;
import java.util.List;

/** The one place that lists the kinds of collections. */
public final class Kinds {
    private static final KindTable ALL = new KindTable(
            PartitionOperations.specs(),
            List.of(
                    MapKind.ofMaps(),
                    MapKind.ofSets(),
                    new VecKind(),
                    new DequeKind(),
                    new CounterKind(),
                    new LockKind()));

    private Kinds() {}

    /** All kinds that partitions hold, with their operations. */
    public static KindTable all() {
        return ALL;
    }
}
