package io.kith.bench.peer;

import io.kith.bench.process.FreePorts;
import io.kith.bench.process.Programs;
import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Members of Hazelcast. */
final class HazelcastCluster extends MemberCluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    // What Hazelcast asks for on Java 9 and newer.
    private static final List<String> JVM_OPTIONS = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private HazelcastCluster() {
        super(HazelcastMember.STATE, START_LIMIT);
    }

    static HazelcastCluster of(int count) {
        HazelcastCluster cluster = new HazelcastCluster();
        cluster.startAll(count, false);
        return cluster;
    }

    @Override
    int freePort() {
        return FreePorts.one();
    }

    @Override
    ServerProcess start(int port) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(port));
        arguments.addAll(addresses());
        return ServerProcess.start(
                "hazelcast member " + addresses().size(), Programs.java(JVM_OPTIONS, HazelcastMember.class, arguments));
    }
}
