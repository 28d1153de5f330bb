package io.kith.collections.partition;

/** What the results that a partition's sessions keep for retries take of memory, about, in bytes. */
final class KeptResults {
    private long bytes;

    long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes += more;
    }
}
