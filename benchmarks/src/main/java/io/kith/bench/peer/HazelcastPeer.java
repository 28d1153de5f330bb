package io.kith.bench.peer;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.BuildInfoProvider;
import java.util.List;

/** Hazelcast's open-source edition with its defaults, which are one synchronous backup. */
final class HazelcastPeer implements Contestant {
    /** Its members' cluster. */
    static final String CLUSTER = "kith-bench";

    @Override
    public String name() {
        return "hazelcast";
    }

    @Override
    public String describe() {
        return "Hazelcast " + BuildInfoProvider.getBuildInfo().getVersion()
                + ", defaults: one synchronous backup; client with"
                + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=2, without which it collapses on few cores";
    }

    @Override
    public int usualNodes() {
        return 3;
    }

    @Override
    public boolean rebalances() {
        return true;
    }

    @Override
    public int copies() {
        return 2;
    }

    @Override
    public List<String> clientJvmOptions() {
        return List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    }

    @Override
    public Cluster start(int nodes) {
        return HazelcastCluster.of(nodes);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        System.setProperty("hazelcast.logging.type", "slf4j");
        ClientConfig config = new ClientConfig();
        config.setClusterName(CLUSTER);
        config.getNetworkConfig().setAddresses(endpoints);
        HazelcastInstance client = HazelcastClient.newHazelcastClient(config);
        return new HazelcastPeerClient(client);
    }
}
