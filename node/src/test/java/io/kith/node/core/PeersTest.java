package io.kith.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigTransition;
import io.kith.config.Genesis;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PeersTest {

    @Test
    void aNodeHeartbeatsWhoSharesPartitionsWithItNowOrSoonAndVotersInClustersOfAnySize() {
        ClusterConfig config = alone();
        int bystanders = 0;
        for (int members = 2; members <= 45; members++) {
            config = admit(config, new NodeId(members * 0x0123_4567_89AB_CDEFL, members), 7400 + members);
            if (members % 3 == 0) {
                config = settle(config);
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

    private static ClusterConfig alone() {
        return Genesis.config(
                new NodeId(1, 1),
                new ClusterParameters("test", 16, 1_000, 10),
                member(new NodeId(0xAAAA_0000_0000_0000L, 1), 7400),
                2);
    }

    private static Member member(NodeId id, int port) {
        return new Member(id, new NodeAddress("127.0.0.1", port), "default", 100, false, MemberState.ACTIVE, 0);
    }

    private static ClusterConfig with(ClusterConfig config, Change change) {
        assertThat(ConfigTransition.refusal(config, List.of(), change)).isNull();
        return ConfigTransition.apply(config, List.of(change));
    }

    private static ClusterConfig admit(ClusterConfig config, NodeId id, int port) {
        return with(config, new Change.Admit(config.voters().get(0), member(id, port)));
    }

    /** Brings every partition to where the ring wants it. */
    private static ClusterConfig settle(ClusterConfig config) {
        ClusterConfig next = config;
        for (int p = 0; p < config.partitionCount(); p++) {
            for (NodeId wanted : next.target(p)) {
                PartitionReplicas now = next.partition(p);
                if (!now.lists(wanted)) {
                    next = with(next, new Change.Promote(now.primary(), p, now.term(), wanted));
                }
            }
            PartitionReplicas grown = next.partition(p);
            NodeId primary = next.target(p).get(0);
            if (!grown.primary().equals(primary)) {
                next = with(next, new Change.MovePrimary(grown.primary(), p, grown.term(), primary));
            }
            for (NodeId replica : next.partition(p).replicas()) {
                if (!next.target(p).contains(replica)) {
                    next = with(
                            next, new Change.Drop(primary, p, next.partition(p).term(), replica));
                }
            }
        }
        return next;
    }
}
