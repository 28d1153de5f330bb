package io.kith.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nodes that the demo has started. Closing it, or the end of this JVM, ends them all. */
final class DemoCluster implements AutoCloseable {
    private final String mainClass;
    private final String name;
    private final StatusLine screen;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Set<NodeProcess> mayEnd = new HashSet<>();
    private final Thread atExit = new Thread(this::endNodes, "end-nodes");
    private volatile boolean ending;

    /**
     * Starts nothing yet.
     *
     * @param mainClass the command line's main class
     * @param name the cluster's name
     * @param screen where it is told that a node serves
     */
    DemoCluster(String mainClass, String name, StatusLine screen) {
        this.mainClass = mainClass;
        this.name = name;
        this.screen = screen;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a node at {@code address}; see {@link NodeProcess#start}. */
    synchronized NodeProcess startNode(String address, List<String> seeds) {
        if (ending) {
            throw new DemoException("the demo was stopped");
        }
        NodeProcess node = NodeProcess.start(mainClass, name, address, seeds, screen::news);
        nodes.add(node);
        return node;
    }

    /** The nodes started so far, in the order of their start. */
    synchronized List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** Waits until all nodes started so far have said that they serve. */
    void awaitServing(Deadline deadline) throws InterruptedException {
        for (NodeProcess node : nodes()) {
            deadline.await("the node at " + node.address() + " to serve", () -> {
                checkAlive();
                return node.isServing();
            });
        }
    }

    /** From now on it is no failure if {@code node} ends. */
    synchronized void expectToEnd(NodeProcess node) {
        mayEnd.add(node);
    }

    /**
     * Checks that no node has ended that should not have.
     *
     * @throws DemoException if one has; it quotes what the node said last
     */
    synchronized void checkAlive() {
        for (NodeProcess node : nodes) {
            if (!node.isAlive() && !mayEnd.contains(node)) {
                throw new DemoException("the node at " + node.address() + " ended by itself; it said last:"
                        + System.lineSeparator() + node.lastLines());
            }
        }
    }

    /** Whether this program is being stopped from outside: then errors are no news. */
    boolean isEnding() {
        return ending;
    }

    @Override
    public void close() {
        endNodes();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs anyway, and finds nothing left to do.
            ending = true;
        }
    }

    /**
     * Addresses on this machine that nobody listens on.
     *
     * @throws DemoException if there are none
     */
    static List<String> freeAddresses(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, loopback);
                sockets.add(socket);
                addresses.add("127.0.0.1:" + socket.getLocalPort());
            }
        } catch (IOException e) {
            throw new DemoException("cannot find free ports on 127.0.0.1: " + e.getMessage(), e);
        } finally {
            sockets.forEach(DemoCluster::giveBack);
        }
        return addresses;
    }

    private synchronized void endNodes() {
        ending = true;
        nodes.forEach(NodeProcess::kill);
        nodes.forEach(NodeProcess::close);
        nodes.clear();
    }

    private static void giveBack(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new DemoException("cannot give back port " + socket.getLocalPort() + ": " + e.getMessage(), e);
        }
    }
}
