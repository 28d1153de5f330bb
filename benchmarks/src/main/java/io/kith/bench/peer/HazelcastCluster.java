package io.kith.bench.peer;

import io.kith.bench.process.Commands;
import io.kith.bench.process.FreePorts;
import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Members of Hazelcast. */
final class HazelcastCluster implements Cluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern SERVING = Pattern.compile("serving");

    // What Hazelcast asks for on Java 9 and newer.
    private static final List<String> JVM_OPTIONS = List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final List<ServerProcess> members = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    private HazelcastCluster() {}

    static HazelcastCluster start(int count) {
        HazelcastCluster cluster = new HazelcastCluster();
        try {
            for (int i = 0; i < count; i++) {
                cluster.launch();
            }
            cluster.members.forEach(member -> member.awaitLine(SERVING, START_LIMIT));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private ServerProcess launch() {
        int port = FreePorts.one();
        String address = "127.0.0.1:" + port;
        addresses.add(address);
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(port));
        arguments.addAll(addresses);
        ServerProcess member = ServerProcess.start(
                "hazelcast member " + addresses.size(), Commands.java(JVM_OPTIONS, HazelcastMember.class, arguments));
        members.add(member);
        return member;
    }

    @Override
    public List<ServerProcess> nodes() {
        return members.stream().filter(ServerProcess::isAlive).toList();
    }

    @Override
    public List<String> endpoints() {
        List<String> alive = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).isAlive()) {
                alive.add(addresses.get(i));
            }
        }
        return alive;
    }

    @Override
    public ServerProcess grow() {
        ServerProcess member = launch();
        member.awaitLine(SERVING, START_LIMIT);
        return member;
    }

    @Override
    public void awaitBalanced(Duration limit) {
        List<ServerProcess> alive = nodes();
        // Each is told to say so again: what it said before may be out of date.
        alive.forEach(member -> {
            member.forgetLines();
            member.tell(HazelcastMember.STATE);
        });
        Pattern balanced = Pattern.compile("balanced " + alive.size());
        alive.forEach(member -> member.awaitLine(balanced, limit));
    }

    @Override
    public void close() {
        members.forEach(ServerProcess::close);
    }
}
