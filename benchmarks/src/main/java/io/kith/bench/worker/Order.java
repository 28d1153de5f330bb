package io.kith.bench.worker;

import java.util.List;

/**
 * What a worker is asked to do, as a line of JSON on its standard input.
 *
 * @param workload what to run
 * @param warmUpMillis for how long before it is measured
 * @param measuredMillis for how long
 * @param servers the processes of the servers
 */
public record Order(String workload, long warmUpMillis, long measuredMillis, List<Long> servers) {}
