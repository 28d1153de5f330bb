package io.kith.cli;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code kith warm-up}: runs two nodes and a client for a moment, so that the launcher can have the JVM archive the
 * classes that starts and joins need. Starts are a third quicker with the archive, and just as right without.
 */
@Command(name = "warm-up", hidden = true, description = "Run two nodes and a client for a moment.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int PARTITIONS = 16;
    private static final int ENTRIES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Integer call() {
        LogOutput.show(LogLevel.WARN);
        NodeOptions options = NodeOptions.defaults().cluster("warm-up").listen("127.0.0.1:0");
        try (KithNode first = KithNode.start(options.partitions(PARTITIONS)).awaitServing(PATIENCE);
                Kith kith = Kith.connect(first.address().toString())) {
            RemoteHashMap<String, Long> map = kith.hashMap("warm-up");
            for (int i = 0; i < ENTRIES; i++) {
                map.merge("key " + i, 1L, Long::sum);
            }
            try (KithNode second =
                    KithNode.start(options.seed(first.address().toString())).awaitServing(PATIENCE)) {
                // Until the second node has its share of what was put: joins need more classes than starts.
                ClusterAccess.of(kith)
                        .awaitConfig(
                                config -> config.isMember(second.id())
                                        && ClusterHealth.of(config).isSettled(),
                                PATIENCE);
                return map.size() == ENTRIES ? 0 : 1;
            }
        }
    }
}
