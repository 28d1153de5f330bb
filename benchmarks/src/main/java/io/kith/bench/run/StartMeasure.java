package io.kith.bench.run;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Contestant;
import io.kith.bench.peer.Data;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.peer.SyncAct;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** How long it takes from the start of the first process until a client that then connects has put a key. */
final class StartMeasure {
    static final String ONE = "start-1";
    static final String USUAL = "start-3";

    private final Set<String> warm = new HashSet<>();

    /**
     * A cluster that was started.
     *
     * @param cluster it
     * @param seconds how long that took
     */
    record Started(Cluster cluster, double seconds) {}

    Started start(Contestant peer, int nodes) {
        Data.makeKeys(1);
        if (warm.add(peer.name())) {
            // The client's classes are loaded only once in this process: no round should pay for that.
            timed(peer, peer.startsAlone() ? 1 : nodes).cluster().close();
        }
        return timed(peer, nodes);
    }

    private static Started timed(Contestant peer, int nodes) {
        long start = System.nanoTime();
        Cluster cluster = peer.start(nodes);
        try (PeerClient client = peer.connect(cluster.endpoints())) {
            SyncAct put = Objects.requireNonNull(client.sync(Act.PUT));
            put.run(0);
            return new Started(cluster, (System.nanoTime() - start) / 1e9);
        } catch (Exception e) {
            cluster.close();
            throw new IllegalStateException("the first put failed: " + e, e);
        }
    }
}
