package io.kith.bench.worker;

import java.util.List;

/**
 * What a worker is asked to do, as a line of JSON on its standard input.
 *
 * @param workload what to run
 * @param warmUpMillis for how long before it is measured
 * @param measuredMillis for how long
 * @param servers the processes of the servers
 * @param jvms whether these are JVMs
 */
public record Order(String workload, long warmUpMillis, long measuredMillis, List<Long> servers, boolean jvms) {
    /** Puts all entries, once; has no time of its own. */
    public static final String LOAD = "load";

    /** Starts a load at a moderate pace; answers at once. */
    public static final String STALL_BEGIN = "stall-begin";

    /** Ends that load; answers with how it went. */
    public static final String STALL_END = "stall-end";

    /** An order without a time of its own. */
    public static Order of(String workload) {
        return new Order(workload, 0, 0, List.of(), false);
    }
}
