package io.kith.bench.peer;

import io.netty.util.Version;
import java.util.List;

/** The floor over Netty: an echo, and for puts an echo with a second hop. */
final class NettyPeer implements Contestant {
    @Override
    public String name() {
        return "netty";
    }

    @Override
    public String describe() {
        return "bare Netty "
                + version()
                + " echo, one event loop a process; puts make a second hop to another server; nothing is kept";
    }

    private static String version() {
        Version version = Version.identify().get("netty-transport");
        return version == null ? "" : version.artifactVersion();
    }

    @Override
    public int usualNodes() {
        return 2;
    }

    @Override
    public int copies() {
        return 0;
    }

    @Override
    public Cluster start(int nodes) {
        return new EchoServers("netty", NettyEchoServer.class);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        return new NettyEchoClient(endpoints.get(0));
    }
}
