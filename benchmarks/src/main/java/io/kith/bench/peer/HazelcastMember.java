package io.kith.bench.peer;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.kith.bench.process.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A member of Hazelcast in a process of its own. Says "serving" when it serves, and, asked for its state, "balanced N"
 * as soon as it sees N members which all have their share of the partitions and of the backups. Ends with its input;
 * SIGTERM makes it leave in good order.
 */
public final class HazelcastMember {
    /** What it is told to say when all is balanced. */
    static final String STATE = "state";

    private static final long LOOK_NANOS = 20_000_000;

    private HazelcastMember() {}

    /** Runs it: its port, and the addresses of all members so far, its own among them. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        Quiet.logging();
        System.setProperty("hazelcast.logging.type", "slf4j");
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config(arguments));
        out.println("serving");
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.equals(STATE)) {
                    sayWhenBalanced(member, out);
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static Config config(String[] arguments) {
        Config config = new Config();
        config.setClusterName(HazelcastPeer.CLUSTER);
        // Without it the member tells its maker over the network that it started.
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        // On SIGTERM it hands its data over first.
        config.setProperty("hazelcast.shutdownhook.policy", "GRACEFUL");
        config.getNetworkConfig().setPort(Integer.parseInt(arguments[0])).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setMembers(Arrays.asList(arguments).subList(1, arguments.length));
        return config;
    }

    private static void sayWhenBalanced(HazelcastInstance member, PrintStream out) {
        Thread watch = new Thread(
                () -> {
                    while (!isBalanced(member)) {
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    out.println("balanced " + member.getCluster().getMembers().size());
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static boolean isBalanced(HazelcastInstance member) {
        var partitions = member.getPartitionService().getPartitions();
        // Assigned at first use: an empty cluster has nothing to balance before somebody asks for its owners.
        int members = member.getCluster().getMembers().size();
        int least = partitions.size() / members;
        for (Member one : member.getCluster().getMembers()) {
            if (partitions.stream().filter(p -> one.equals(p.getOwner())).count() < least) {
                return false;
            }
        }
        return member.getPartitionService().isClusterSafe();
    }
}
