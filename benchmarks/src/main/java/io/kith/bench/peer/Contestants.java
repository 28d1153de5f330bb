package io.kith.bench.peer;

import java.util.List;
import java.util.stream.Collectors;

/** All that can be measured, in the order of the tables' columns. */
public final class Contestants {
    private static final List<Contestant> ALL = List.of(
            new KithPeer(),
            new HazelcastPeer(),
            new InfinispanPeer(),
            new RedisPeer(),
            new RedisClusterPeer(),
            new NettyPeer(),
            new SocketPeer());

    private Contestants() {}

    /** All peers. */
    public static List<Contestant> all() {
        return ALL;
    }

    /**
     * The peer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Contestant named(String name) {
        return ALL.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no peer '" + name + "'; there are "
                        + ALL.stream().map(Contestant::name).collect(Collectors.joining(", "))));
    }
}
