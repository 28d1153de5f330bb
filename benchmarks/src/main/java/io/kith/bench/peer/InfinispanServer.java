package io.kith.bench.peer;

import io.kith.bench.process.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.infinispan.Cache;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.distribution.ch.ConsistentHash;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.hotrod.HotRodServer;
import org.infinispan.server.hotrod.configuration.HotRodServerConfigurationBuilder;

/**
 * A Hot Rod server of Infinispan in a process of its own. Says "serving" when it serves, and, asked for its state,
 * "balanced N" as soon as it sees N members that own what they should. Ends with its input; SIGTERM makes it leave in good
 * order.
 */
public final class InfinispanServer {
    /** What it is told to say when all is balanced. */
    static final String STATE = "state";

    // As its configuration says.
    private static final int OWNERS = 2;
    private static final long LOOK_NANOS = 20_000_000;

    private InfinispanServer() {}

    /** Runs it: the port for clients, the one for members, and the members so far, itself among them. */
    public static void main(String[] arguments) throws IOException {
        Quiet.logging();
        System.setProperty("java.net.preferIPv4Stack", "true");
        System.setProperty("jgroups.bind.address", "127.0.0.1");
        System.setProperty("jgroups.bind.port", arguments[1]);
        System.setProperty("jgroups.port_range", "0");
        System.setProperty("kith.bench.members", arguments[2]);
        DefaultCacheManager manager = new DefaultCacheManager(
                Objects.requireNonNull(InfinispanServer.class.getResourceAsStream("infinispan.xml")));
        Cache<?, ?> cache = manager.getCache(InfinispanPeer.CACHE);
        HotRodServer server = new HotRodServer();
        server.start(
                new HotRodServerConfigurationBuilder()
                        .host("127.0.0.1")
                        .port(Integer.parseInt(arguments[0]))
                        .build(),
                manager);
        server.postStart();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.stop();
                            manager.stop();
                        },
                        "leave"));
        System.out.println("serving");
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.equals(STATE)) {
                    sayWhenBalanced(cache);
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void sayWhenBalanced(Cache<?, ?> cache) {
        Thread watch = new Thread(
                () -> {
                    while (!isBalanced(cache)) {
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    System.out.println(
                            "balanced " + topology(cache).getMembers().size());
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static boolean isBalanced(Cache<?, ?> cache) {
        LocalizedCacheTopology topology = topology(cache);
        int members = cache.getCacheManager().getMembers().size();
        // While entries move there is a pending hash beside the current one.
        return topology.getPendingCH() == null
                && topology.getMembers().size() == members
                && hasAllCopies(topology.getReadConsistentHash(), Math.min(OWNERS, members));
    }

    private static boolean hasAllCopies(ConsistentHash owned, int owners) {
        for (int segment = 0; segment < owned.getNumSegments(); segment++) {
            if (owned.locateOwnersForSegment(segment).size() < owners) {
                return false;
            }
        }
        return true;
    }

    private static LocalizedCacheTopology topology(Cache<?, ?> cache) {
        DistributionManager distribution = cache.getAdvancedCache().getDistributionManager();
        return distribution.getCacheTopology();
    }
}
