package io.kith.bench.peer;

import java.util.List;

/** The floor of blocking sockets: an echo, and for puts an echo with a second hop. */
final class SocketPeer implements Contestant {
    @Override
    public String name() {
        return "socket";
    }

    @Override
    public String describe() {
        return "bare blocking sockets, a thread and a connection for each caller's thread; puts make a second hop to"
                + " another server; nothing is kept, nothing is asynchronous";
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
        return new EchoServers("socket", SocketEchoServer.class);
    }

    @Override
    public PeerClient connect(List<String> endpoints) {
        return new SocketEchoClient(endpoints.get(0));
    }
}
