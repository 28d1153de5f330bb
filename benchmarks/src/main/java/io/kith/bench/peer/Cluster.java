package io.kith.bench.peer;

import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.List;

/** Running servers of one peer that belong together. Closing it ends them. */
public interface Cluster extends AutoCloseable {
    /** Its processes. */
    List<ServerProcess> nodes();

    /** Where clients connect to. */
    List<String> endpoints();

    /** Starts one more node that takes its share of the data, and returns when it serves. */
    ServerProcess grow();

    /** Waits until every node has its share of the data, with all its copies. */
    void awaitBalanced(Duration limit);

    @Override
    void close();
}
