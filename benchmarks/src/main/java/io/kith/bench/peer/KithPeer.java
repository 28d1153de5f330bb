package io.kith.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kith with the defaults that users get: two copies of everything, read at either. */
class KithPeer implements Contestant {
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
    public Cluster start(int nodes) {
        return KithCluster.start(jar(), archive(), nodeOptions(), speaksLikeThis(), nodes);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        return new KithClient(KithCluster.connect(endpoints));
    }

    /** The program that users run; the kith script says where it is. */
    Path jar() {
        return Path.of(System.getProperty("kith.jar", "cli/target/kith.jar")).toAbsolutePath();
    }

    /** The archive of its classes, with which it starts sooner; empty if there is none. */
    String archive() {
        return System.getProperty("kith.archive", "");
    }

    /** Whether its nodes understand clients of this build. */
    boolean speaksLikeThis() {
        return true;
    }

    /** What its nodes' JVMs are told: what ./kith starts nodes with, as users do. */
    String nodeOptions() {
        return System.getProperty("kith.node.options", "");
    }
}
