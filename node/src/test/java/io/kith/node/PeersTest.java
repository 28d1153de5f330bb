package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ClusterConfig;
import io.kith.node.cli.cluster.Configs;
import io.kith.transport.NodeId;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PeersTest {

    @Test
    void aNodeHeartbeatsWhoSharesPartitionsWithItNowOrSoonAndVotersInClustersOfAnySize() {
        ClusterConfig config = Configs.alone();
        int bystanders = 0;
        for (int members = 2; members <= 45; members++) {
            config = Configs.admit(config, new NodeId(members * 0x0123_4567_89AB_CDEFL, members), 7400 + members);
            if (members % 3 == 0) {
                config = Configs.settle(config);
            }
            for (NodeId self : config.members().keySet()) {
                Set<NodeId> sharing = sharing(self, config);
                Set<NodeId> andVoters = new TreeSet<>(sharing);
                andVoters.addAll(config.voters());
                andVoters.remove(self);

                assertThat(Peers.of(self, config)).containsAll(sharing).isSubsetOf(andVoters);
                if (members <= 32 || config.isVoter(self)) {
                    assertThat(Peers.of(self, config)).isEqualTo(andVoters);
                } else if (!Peers.of(self, config).containsAll(config.voters())) {
                    bystanders++;
                }
            }
        }
        // Else none of them would have been in a cluster in which it does not hear the voters.
        assertThat(bystanders).isPositive();
    }

    private static Set<NodeId> sharing(NodeId self, ClusterConfig config) {
        Set<NodeId> sharing = new TreeSet<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            Set<NodeId> here = new TreeSet<>(config.partition(p).replicas());
            here.addAll(config.target(p));
            if (here.contains(self)) {
                sharing.addAll(here);
            }
        }
        sharing.remove(self);
        return sharing;
    }
}
