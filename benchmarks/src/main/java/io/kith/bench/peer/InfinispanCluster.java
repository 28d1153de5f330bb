package io.kith.bench.peer;

import io.kith.bench.process.FreePorts;
import io.kith.bench.process.Programs;
import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers of Infinispan. */
final class InfinispanCluster extends MemberCluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(150);

    // Members talk to each other at a port so far above the one for clients.
    private static final int MEMBERS_DISTANCE = 1_000;

    private final List<String> memberAddresses = new ArrayList<>();

    private InfinispanCluster() {
        super(InfinispanServer.STATE, START_LIMIT);
    }

    static InfinispanCluster of(int count) {
        InfinispanCluster cluster = new InfinispanCluster();
        // The others find the first, or each would wait for the others and then start a cluster of its own.
        cluster.startAll(count, true);
        return cluster;
    }

    @Override
    int freePort() {
        return FreePorts.pair(MEMBERS_DISTANCE);
    }

    @Override
    ServerProcess start(int port) {
        int memberPort = port + MEMBERS_DISTANCE;
        memberAddresses.add("127.0.0.1[" + memberPort + "]");
        List<String> arguments =
                List.of(Integer.toString(port), Integer.toString(memberPort), String.join(",", memberAddresses));
        return ServerProcess.start(
                "infinispan server " + addresses().size(), Programs.java(List.of(), InfinispanServer.class, arguments));
    }
}
