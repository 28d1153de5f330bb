package io.kith.cluster.processes;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Containers as their engines make them: each is a network namespace with an address of its own that only this machine
 * reaches, and what it publishes is a port of the machine, from which a proxy passes on into it. What containers see of
 * each other are those ports. Closing it, or the end of this JVM, removes all of it.
 */
final class ContainerNetwork implements AutoCloseable {
    private static final int MOST = 60;

    private final long pid = ProcessHandle.current().pid();
    private final String name = "kithc" + pid % 100_000;
    private final String subnet = "10.214." + (pid % 250 + 1) + ".";
    private final int containers;
    private final List<DelayProxy> published = new ArrayList<>();
    private final RemovedAtExit made = new RemovedAtExit(this::remove);

    /** Why there can be no such thing here; null if there can. */
    static @Nullable String missing() {
        if (!"0".equals(Shell.tryRun("id", "-u").output())) {
            return "network namespaces need root";
        }
        String probe = "kithcprobe" + ProcessHandle.current().pid();
        Shell.Result added = Shell.tryRun("ip", "netns", "add", probe);
        if (added.exitCode() != 0) {
            return "no network namespace can be made here: " + added.output();
        }
        try {
            Shell.Result linked =
                    Shell.tryRun("ip", "-n", probe, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
            return linked.exitCode() == 0 ? null : "this kernel lacks veth: " + linked.output();
        } finally {
            Shell.tryRun("ip", "netns", "del", probe);
        }
    }

    /** So many containers, numbered from 0, that publish nothing yet. */
    ContainerNetwork(int containers) {
        if (containers > MOST) {
            throw new IllegalArgumentException("up to " + MOST + " containers, not " + containers);
        }
        this.containers = containers;
        boolean complete = false;
        try {
            for (int i = 0; i < containers; i++) {
                make(i);
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private void make(int container) {
        String namespace = namespace(container);
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
        Shell.run("ip", "link", "add", namespace, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        Shell.run("ip", "addr", "add", gateway(container) + "/30", "dev", namespace);
        Shell.run("ip", "link", "set", namespace, "up");
        Shell.run("ip", "-n", namespace, "addr", "add", inside(container) + "/30", "dev", "eth0");
        Shell.run("ip", "-n", namespace, "link", "set", "eth0", "up");
        Shell.run("ip", "-n", namespace, "route", "add", "default", "via", gateway(container));
    }

    /** Maps a free port of the machine to {@code port} of a container; returns the address that others use. */
    String publish(int container, int port) {
        DelayProxy proxy = new DelayProxy(
                new InetSocketAddress(gateway(0), 0), new InetSocketAddress(inside(container), port), Duration.ZERO);
        published.add(proxy);
        return proxy.address();
    }

    /** The command that runs another one in a container. */
    List<String> in(int container) {
        return List.of("ip", "netns", "exec", namespace(container));
    }

    /** The address that a container has for itself. */
    String inside(int container) {
        return subnet + (4 * container + 2);
    }

    private String gateway(int container) {
        return subnet + (4 * container + 1);
    }

    private String namespace(int container) {
        return name + (char) ('a' + container / 10) + container % 10;
    }

    @Override
    public void close() {
        made.close();
    }

    private synchronized void remove() {
        published.forEach(DelayProxy::close);
        published.clear();
        for (int i = 0; i < containers; i++) {
            // The other end of its link goes with it.
            Shell.tryRun("ip", "netns", "del", namespace(i));
        }
    }
}
