package io.kith.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Ports on the loopback device that nobody listens at. */
public final class FreePorts {
    // Below those that Linux gives to outgoing connections, and so that 10,000 more is still a port.
    private static final int LOWEST = 15_000;
    private static final int END = 22_000;
    private static final int TRIES = 500;
    private static final SplittableRandom RANDOM = new SplittableRandom();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that is free, and so is the one {@code distance} above it. */
    public static synchronized int pair(int distance) {
        for (int i = 0; i < TRIES; i++) {
            int port = RANDOM.nextInt(LOWEST, END);
            if (isFree(port) && isFree(port + distance) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found from " + LOWEST + " to " + END);
    }

    /** A port that is free. */
    public static int one() {
        return pair(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
