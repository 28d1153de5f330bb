package io.kith.cli;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that talk to a cluster. */
final class ClusterOptions {
    /** As it is called in the configuration file. */
    static final String CONNECT_TIMEOUT = "--connect-timeout-millis";

    @Option(
            names = "--seed",
            split = ",",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Any node of the cluster; may be repeated.")
    private List<NodeAddress> seeds = new ArrayList<>();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Refuse to talk to another cluster than this one.")
    private @Nullable String cluster;

    @Option(
            names = CONNECT_TIMEOUT,
            paramLabel = "MILLIS",
            description = "How long a node may take to answer (default: 2000).")
    private @Nullable Integer connectTimeoutMillis;

    /**
     * Connects to the cluster.
     *
     * @throws KithException if no seed answers soon, or none is of that cluster
     */
    Kith connect() {
        ClientOptions defaults = ClientOptions.defaults();
        Duration attempt =
                connectTimeoutMillis == null ? defaults.connectTimeout() : Duration.ofMillis(connectTimeoutMillis);
        return connect(defaults.connectTimeout(attempt).connectWithin(attempt.multipliedBy(2)));
    }

    /**
     * Connects to the cluster, which may be starting only just now.
     *
     * @throws KithException if no seed answers within {@code patience}, or none is of that cluster
     */
    Kith connectWithin(Duration patience) {
        return connect(ClientOptions.defaults().connectTimeout(patience).deadline(patience));
    }

    private Kith connect(ClientOptions defaults) {
        LogOutput.show(LogLevel.ERROR);
        ClientOptions options = defaults;
        for (NodeAddress seed : seeds) {
            options = options.address(seed.toString());
        }
        if (cluster != null) {
            options = options.cluster(cluster);
        }
        return Kith.connect(options);
    }
}
