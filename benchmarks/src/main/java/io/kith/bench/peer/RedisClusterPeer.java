package io.kith.bench.peer;

import io.kith.bench.process.Programs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;

/** A Redis cluster of three masters with a replica each, by way of Lettuce. */
final class RedisClusterPeer implements Contestant {
    private static final Duration REFRESH = Duration.ofSeconds(1);

    // Lettuce's default, a minute, is what a call to a killed server would otherwise last.
    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "redis-cluster";
    }

    @Override
    public String describe() {
        return RedisPeer.version() + " with " + RedisPeer.lettuce() + ", 3 masters and 3 replicas that follow"
                + " asynchronously, cluster-node-timeout " + RedisServers.NODE_TIMEOUT_MILLIS
                + ", nothing on disk; the client refreshes its topology every second and on errors, and gives a call up"
                + " after " + CALL_LIMIT.toSeconds() + " s";
    }

    @Override
    public String obstacle() {
        if (!Programs.isInstalled("redis-server")) {
            return "redis-server is missing: install the package redis-server";
        }
        return Programs.isInstalled("redis-cli") ? "" : "redis-cli is missing: install the package redis-tools";
    }

    @Override
    public int usualNodes() {
        return 6;
    }

    @Override
    public int copies() {
        return 2;
    }

    @Override
    public boolean onJvm() {
        return false;
    }

    @Override
    public Cluster start(int nodes) {
        return RedisServers.cluster(nodes);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        RedisClusterClient client = RedisClusterClient.create(
                endpoints.stream().map(RedisClusterPeer::uri).toList());
        client.setOptions(ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(REFRESH)
                        .build())
                .build());
        var connection = client.connect(new KeyValueCodec());
        return new LettuceClient(connection.sync(), connection.async(), connection, client::shutdown);
    }

    private static RedisURI uri(String endpoint) {
        RedisURI uri = RedisURI.create("redis://" + endpoint);
        uri.setTimeout(CALL_LIMIT);
        return uri;
    }
}
