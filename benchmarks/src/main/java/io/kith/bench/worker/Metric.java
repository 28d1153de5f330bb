package io.kith.bench.worker;

/** One figure of a measurement. */
public enum Metric {
    THROUGHPUT("operations a second", true, 0),
    P50("median latency, µs", false, 1),
    P99("99th percentile of latency, µs", false, 1),
    P999("99.9th percentile of latency, µs", false, 0),
    MAX("worst latency, ms", false, 1),
    CPU_CLIENT("CPU of the client, µs an operation", false, 1),
    CPU_SERVERS("CPU of all servers, µs an operation", false, 1),
    CPU("CPU of all processes, µs an operation", false, 1),
    ALLOCATED_CLIENT("allocated by the client, bytes an operation", false, 0),
    ALLOCATED_SERVERS("allocated by all nodes that are JVMs, bytes an operation", false, 0),
    START("from the start of the first process to the first put, s", false, 2),
    RESIDENT("resident memory, bytes an entry and copy", false, 0),
    STALL("worst single operation, ms", false, 0),
    BALANCE("until all have their share, s", false, 1),
    THROWN("operations that threw and were tried again", false, 0),
    LOST("reads that found nothing though the key had been put", false, 0);

    private final String title;
    private final boolean moreIsBetter;
    private final int decimals;

    Metric(String title, boolean moreIsBetter, int decimals) {
        this.title = title;
        this.moreIsBetter = moreIsBetter;
        this.decimals = decimals;
    }

    /** What it is, with its unit. */
    public String title() {
        return title;
    }

    /** Whether a higher figure is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** How many decimals are worth showing. */
    public int decimals() {
        return decimals;
    }
}
