package io.kith.collections.partition;

import io.kith.collections.kind.KindTable;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.OperationHead;

/**
 * Makes the states of the partitions of one thread. They share what they read operations with: there are many partitions, and
 * what each had of its own would not be in the caches when it is needed.
 */
public final class PartitionStates {
    private final KindTable kinds;
    private final PartitionRules rules;
    private final OperationHead head = new OperationHead();
    private final OperationCall call;

    /** Of partitions that may have collections of these kinds. */
    public PartitionStates(KindTable kinds) {
        this(kinds, PartitionRules.production());
    }

    /** As above, under other rules. */
    public PartitionStates(KindTable kinds, PartitionRules rules) {
        this(kinds, rules, LongRead.SLICE_ELEMENTS);
    }

    /** As above, where what takes long looks through so many elements at a time, 1 or more. */
    public PartitionStates(KindTable kinds, PartitionRules rules, int sliceElements) {
        this.kinds = kinds;
        this.rules = rules;
        this.call = new OperationCall(sliceElements);
    }

    /** A partition without sessions and collections. */
    public PartitionState empty() {
        return new PartitionState(new CollectionStore(kinds, head, call), rules, false);
    }

    /** A joiner's partition, which is to be filled by {@link PartitionState#install} while commands go on. */
    public PartitionState copying() {
        return new PartitionState(new CollectionStore(kinds, head, call), rules, true);
    }
}
