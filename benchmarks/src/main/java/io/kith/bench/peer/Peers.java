package io.kith.bench.peer;

import java.util.List;
import java.util.stream.Collectors;

/** All that can be measured, in the order of the tables' columns. */
public final class Peers {
    private static final List<Peer> ALL = List.of(
            new KithPeer(),
            new HazelcastPeer(),
            new InfinispanPeer(),
            new RedisPeer(),
            new RedisClusterPeer(),
            new NettyPeer(),
            new SocketPeer());

    private Peers() {}

    /** All peers. */
    public static List<Peer> all() {
        return ALL;
    }

    /**
     * The peer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Peer named(String name) {
        return ALL.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no peer '" + name + "'; there are "
                        + ALL.stream().map(Peer::name).collect(Collectors.joining(", "))));
    }
}
