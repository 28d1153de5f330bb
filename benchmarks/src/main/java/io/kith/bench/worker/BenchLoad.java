package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.PeerClient;
import java.time.Duration;
import java.util.Set;

/** Work that a client does for as long as it is asked to. */
interface BenchLoad {
    /** As the command line calls it. */
    String name();

    /** What it is, for the tables. */
    String title();

    /** What it does. */
    Set<Act> acts();

    /** Whether that client can do it. */
    boolean isPossible(PeerClient client);

    /**
     * Does it.
     *
     * @param fill how many there are to read
     * @param latencies where latencies go
     * @return how many operations were done, and in which time
     */
    Work run(PeerClient client, Fill fill, Duration span, Latencies latencies) throws Exception;

    /**
     * What was done.
     *
     * @param operations how many
     * @param nanos in which time
     */
    record Work(long operations, long nanos) {}
}
