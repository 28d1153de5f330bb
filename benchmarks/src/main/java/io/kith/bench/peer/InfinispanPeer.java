package io.kith.bench.peer;

import java.util.List;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.commons.util.Version;

/** Infinispan: Hot Rod servers with a distributed synchronous cache of two owners. */
final class InfinispanPeer implements Contestant {
    /** Its cache. */
    static final String CACHE = "bench";

    @Override
    public String name() {
        return "infinispan";
    }

    @Override
    public String describe() {
        return "Infinispan " + Version.getVersion()
                + ", Hot Rod servers, a distributed synchronous cache of bytes with two owners";
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
    public Cluster start(int nodes) {
        return InfinispanCluster.of(nodes);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        ConfigurationBuilder config = new ConfigurationBuilder();
        endpoints.forEach(endpoint -> {
            String[] hostAndPort = endpoint.split(":", -1);
            config.addServer().host(hostAndPort[0]).port(Integer.parseInt(hostAndPort[1]));
        });
        return new InfinispanClient(new RemoteCacheManager(config.build()));
    }
}
