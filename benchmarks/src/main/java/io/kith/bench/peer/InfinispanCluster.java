package io.kith.bench.peer;

import io.kith.bench.process.Commands;
import io.kith.bench.process.FreePorts;
import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Servers of Infinispan. */
final class InfinispanCluster implements Cluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(150);
    private static final Pattern SERVING = Pattern.compile("serving");

    // Members talk to each other at a port so far above the one for clients.
    private static final int MEMBERS_DISTANCE = 1_000;

    private final List<ServerProcess> members = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> memberAddresses = new ArrayList<>();

    private InfinispanCluster() {}

    static InfinispanCluster start(int count) {
        InfinispanCluster cluster = new InfinispanCluster();
        try {
            for (int i = 0; i < count; i++) {
                ServerProcess member = cluster.launch();
                if (i == 0) {
                    // The others find it, or each would wait for the others and then start a cluster of its own.
                    member.awaitLine(SERVING, START_LIMIT);
                }
            }
            cluster.members.forEach(member -> member.awaitLine(SERVING, START_LIMIT));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private ServerProcess launch() {
        int port = FreePorts.pair(MEMBERS_DISTANCE);
        addresses.add("127.0.0.1:" + port);
        int memberPort = port + MEMBERS_DISTANCE;
        memberAddresses.add("127.0.0.1[" + memberPort + "]");
        List<String> arguments =
                List.of(Integer.toString(port), Integer.toString(memberPort), String.join(",", memberAddresses));
        ServerProcess member = ServerProcess.start(
                "infinispan server " + addresses.size(), Commands.java(List.of(), InfinispanServer.class, arguments));
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
            member.tell(InfinispanServer.STATE);
        });
        Pattern balanced = Pattern.compile("balanced " + alive.size());
        alive.forEach(member -> member.awaitLine(balanced, limit));
    }

    @Override
    public void close() {
        members.forEach(ServerProcess::close);
    }
}
