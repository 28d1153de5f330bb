package io.kith.replication;

import java.util.ArrayList;
import java.util.List;

/** Partitions that are to be seen to together, later. Two lists in turn, so that none is made each time. */
final class GatheredServers {
    private List<PartitionServer> gathered = new ArrayList<>();
    private List<PartitionServer> taken = new ArrayList<>();

    void add(PartitionServer server) {
        gathered.add(server);
    }

    /** All that were added since the last call; good until the next one. */
    List<PartitionServer> take() {
        List<PartitionServer> all = gathered;
        taken.clear();
        gathered = taken;
        taken = all;
        return all;
    }
}
