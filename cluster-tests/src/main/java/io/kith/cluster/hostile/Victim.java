package io.kith.cluster.hostile;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.transport.NodeAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The cluster that is attacked, as far as strangers may know it.
 *
 * @param cluster its name
 * @param config the newest config that an honest client knows
 */
public record Victim(String cluster, Supplier<ClusterConfig> config) {

    /** Where some node is. */
    NodeAddress anyNode(SplittableRandom random) {
        List<NodeAddress> all = config.get().members().values().stream()
                .map(member -> member.address())
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    /** Where the primary of a partition is; any node while it has none that is a member. */
    NodeAddress primaryOf(int partition, SplittableRandom random) {
        ClusterConfig current = config.get();
        Member primary = current.member(current.partition(partition).primary());
        return primary != null ? primary.address() : anyNode(random);
    }

    int anyPartition(SplittableRandom random) {
        return random.nextInt(config.get().partitionCount());
    }
}
