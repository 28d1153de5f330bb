package io.kith.replication;

/**
 * Which partitions belong to a shard: partition <i>p</i> to shard <i>p</i> modulo the number of shards.
 *
 * @param index 0 to {@code count} - 1
 * @param count how many shards the node has
 */
public record ShardSlice(int index, int count) {

    /** Whether {@code partition} is one of the shard's. */
    public boolean has(int partition) {
        return partition >= 0 && partition % count == index;
    }

    /** How many of {@code partitions} are. */
    int size(int partitions) {
        return (partitions - index + count - 1) / count;
    }

    /** The place of one of them among them. */
    int placeOf(int partition) {
        return partition / count;
    }

    /** The partition at that place. */
    int at(int place) {
        return index + place * count;
    }
}
