package io.kith.bench.peer;

import io.kith.bench.process.Programs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;

/** One Redis without a copy, by way of Lettuce. */
final class RedisPeer implements Contestant {
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String describe() {
        return version() + " with " + lettuce() + ", one server, no copy, nothing on disk";
    }

    /** The server's version. */
    static String version() {
        String said = Programs.output(VERSION_LIMIT, List.of("redis-server", "--version"));
        return "Redis " + said.replaceAll("(?s).*v=(\\S+).*", "$1");
    }

    /** The client's version. */
    static String lettuce() {
        String version = RedisClient.class.getPackage().getImplementationVersion();
        return version == null ? "Lettuce" : "Lettuce " + version;
    }

    @Override
    public String obstacle() {
        return Programs.isInstalled("redis-server") ? "" : "redis-server is missing: install the package redis-server";
    }

    @Override
    public int usualNodes() {
        return 1;
    }

    @Override
    public int copies() {
        return 1;
    }

    @Override
    public boolean onJvm() {
        return false;
    }

    @Override
    public Cluster start(int nodes) {
        return RedisServers.single();
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        RedisClient client = RedisClient.create(RedisURI.create("redis://" + endpoints.get(0)));
        var connection = client.connect(new KeyValueCodec());
        return new LettuceClient(connection.sync(), connection.async(), connection, client::shutdown);
    }
}
