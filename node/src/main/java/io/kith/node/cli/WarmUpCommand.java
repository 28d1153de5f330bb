package io.kith.node.cli;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code kith warm-up}: runs two nodes and a client for a moment, so that the launcher can have the JVM archive the
 * classes that a start needs. Starts are a third quicker with the archive, and just as right without.
 */
@Command(name = "warm-up", hidden = true, description = "Run two nodes and a client for a moment.")
final class WarmUpCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Integer call() {
        LogOutput.show(LogLevel.WARN);
        NodeOptions options = NodeOptions.defaults().cluster("warm-up").listen("127.0.0.1:0");
        try (KithNode first = KithNode.start(options.partitions(16)).awaitServing(PATIENCE);
                KithNode second =
                        KithNode.start(options.seed(first.address().toString())).awaitServing(PATIENCE);
                Kith kith = Kith.connect(second.address().toString())) {
            RemoteHashMap<String, Long> map = kith.hashMap("warm-up");
            map.merge("key", 1L, Long::sum);
            return map.size() == 1 ? 0 : 1;
        }
    }
}
