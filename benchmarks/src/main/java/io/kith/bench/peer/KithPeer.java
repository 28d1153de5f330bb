package io.kith.bench.peer;

import io.kith.bench.process.Pin;
import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kith with the defaults that users get: two copies of everything, read at either. */
final class KithPeer implements Peer {
    @Override
    public String name() {
        return "kith";
    }

    @Override
    public String describe() {
        return "Kith, defaults: one synchronous backup, linearizable reads from every copy";
    }

    @Override
    public String obstacle() {
        return Files.isReadable(jar()) ? "" : "there is no " + jar() + ": run it with ./kith bench";
    }

    @Override
    public int usualNodes() {
        return 3;
    }

    @Override
    public boolean rebalances() {
        return true;
    }

    @Override
    public int copies() {
        return 2;
    }

    @Override
    public boolean onJvm() {
        return true;
    }

    @Override
    public Cluster start(int nodes, Pin pin) {
        return KithCluster.start(jar(), nodes, pin);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        ClientOptions options = ClientOptions.defaults().connectTimeout(KithCluster.CONNECT_LIMIT);
        for (String endpoint : endpoints) {
            options = options.address(endpoint);
        }
        return new KithClient(Kith.connect(options));
    }

    /** The program that users run; the kith script says where it is. */
    private static Path jar() {
        return Path.of(System.getProperty("kith.jar", "node/target/kith.jar")).toAbsolutePath();
    }
}
