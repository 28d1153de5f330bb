package io.kith.config;

/**
 * What a config's replica lists lack, and what of them is of no use.
 *
 * @param lost partitions none of whose replicas is a member
 * @param underReplicated partitions with fewer replicas than they should have, of which there are no more than data nodes
 * @param withStrangers partitions that list a node which is no member
 */
record Coverage(int lost, int underReplicated, int withStrangers) {
    /** Of no partitions. */
    static final Coverage NONE = new Coverage(0, 0, 0);

    /** The sum with {@code times} that of others. */
    Coverage plus(Coverage other, int times) {
        return new Coverage(
                lost + times * other.lost,
                underReplicated + times * other.underReplicated,
                withStrangers + times * other.withStrangers);
    }
}
