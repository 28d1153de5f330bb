package io.kith.cluster.processes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of their own for node processes: network namespaces, joined by a bridge that the test's own process reaches too.
 * Links between them can be cut, one way or both, and made to lose packets. Closing it, or the end of this JVM, removes
 * all of it.
 */
final class NetworkLab implements AutoCloseable {
    private static final String RULES = "inet kith input";
    private static final String SENDING = "inet kith output";
    private static final int OUTSIDE = 254;

    private final String name = "kith" + ProcessHandle.current().pid() % 100_000;
    private final String subnet = "10.213." + (ProcessHandle.current().pid() % 250 + 1) + ".";
    private final String hub = name + "hub";
    private final List<String> namespaces = new ArrayList<>();
    private final RemovedAtExit made = new RemovedAtExit(this::remove);

    /** Why there can be no such thing here; null if there can. */
    static @Nullable String missing() {
        if (!"0".equals(Shell.tryRun("id", "-u").output())) {
            return "network namespaces need root";
        }
        for (String tool : List.of("ip", "nft")) {
            if (Shell.tryRun("sh", "-c", "command -v " + tool).exitCode() != 0) {
                return "there is no command " + tool + " here: install iproute2 and nftables";
            }
        }
        String probe = "kithprobe" + ProcessHandle.current().pid();
        Shell.Result added = Shell.tryRun("ip", "netns", "add", probe);
        if (added.exitCode() != 0) {
            return "no network namespace can be made here: " + added.output();
        }
        try {
            String link = "kp" + ProcessHandle.current().pid() % 100_000;
            Shell.Result linked =
                    Shell.tryRun("ip", "-n", probe, "link", "add", link, "type", "veth", "peer", "name", link + "b");
            Shell.Result filtered = Shell.tryRun("ip", "netns", "exec", probe, "nft", "add", "table", "inet", "kith");
            Shell.Result bridged = Shell.tryRun("ip", "-n", probe, "link", "add", "br0", "type", "bridge");
            for (Shell.Result each : List.of(linked, filtered, bridged)) {
                if (each.exitCode() != 0) {
                    return "this kernel lacks veth, bridge or nftables: " + each.output();
                }
            }
            return null;
        } finally {
            Shell.tryRun("ip", "netns", "del", probe);
        }
    }

    /** A lab of so many hosts, numbered from 1. */
    NetworkLab(int hosts) {
        boolean complete = false;
        try {
            make(hosts);
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private void make(int hosts) {
        addNamespace(hub);
        Shell.run("ip", "-n", hub, "link", "add", "br0", "type", "bridge");
        Shell.run("ip", "-n", hub, "link", "set", "br0", "up");
        for (int host = 1; host <= hosts; host++) {
            String namespace = namespace(host);
            addNamespace(namespace);
            String link = "h" + host;
            Shell.run("ip", "-n", hub, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
            attach(link);
            Shell.run("ip", "-n", namespace, "addr", "add", address(host) + "/24", "dev", "eth0");
            Shell.run("ip", "-n", namespace, "link", "set", "eth0", "up");
            nft(host, "add table inet kith");
            nft(host, "add chain " + RULES + " { type filter hook input priority 0 ; }");
            nft(host, "add chain " + SENDING + " { type filter hook output priority 0 ; }");
        }
        Shell.run("ip", "link", "add", clientLink(), "type", "veth", "peer", "name", "client", "netns", hub);
        attach("client");
        Shell.run("ip", "addr", "add", address(OUTSIDE) + "/24", "dev", clientLink());
        Shell.run("ip", "link", "set", clientLink(), "up");
    }

    private void addNamespace(String namespace) {
        Shell.run("ip", "netns", "add", namespace);
        namespaces.add(namespace);
        Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    private void attach(String link) {
        Shell.run("ip", "-n", hub, "link", "set", link, "master", "br0");
        Shell.run("ip", "-n", hub, "link", "set", link, "up");
    }

    /** The address of {@code host}. */
    String address(int host) {
        return subnet + host;
    }

    /** The command that runs another one on {@code host}. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", namespace(host));
    }

    /** From now on {@code receiver} gets nothing of what {@code sender} sends. */
    void cut(int sender, int receiver) {
        nft(receiver, "add rule " + RULES + " ip saddr " + address(sender) + " drop");
    }

    /** From now on nothing passes between {@code host} and this process, which all other hosts still reach. */
    void cutFromOutside(int host) {
        cut(OUTSIDE, host);
        nft(host, "add rule " + SENDING + " ip daddr " + address(OUTSIDE) + " drop");
    }

    /** From now on {@code host} gets nothing at all, and nobody gets anything from it. */
    void isolate(int host) {
        Shell.run("ip", "-n", hub, "link", "set", "h" + host, "down");
    }

    /** From now on so many of a hundred packets to {@code host} are lost. */
    void lose(int host, int percent) {
        nft(host, "add rule " + RULES + " numgen random mod 100 < " + percent + " drop");
    }

    /** Everything arrives again. */
    void heal() {
        for (int host = 1; host < namespaces.size(); host++) {
            nft(host, "flush chain " + RULES);
            nft(host, "flush chain " + SENDING);
            Shell.run("ip", "-n", hub, "link", "set", "h" + host, "up");
        }
    }

    private void nft(int host, String rule) {
        Shell.run("ip", "netns", "exec", namespace(host), "nft", rule);
    }

    private String namespace(int host) {
        return name + "h" + host;
    }

    private String clientLink() {
        return name + "c";
    }

    @Override
    public void close() {
        made.close();
    }

    private synchronized void remove() {
        for (String namespace : namespaces) {
            Shell.tryRun("ip", "netns", "del", namespace);
        }
        namespaces.clear();
        // It goes with its other end, which was in the hub; unless making the lab failed half-way.
        if (Files.exists(Path.of("/sys/class/net", clientLink()))) {
            Shell.tryRun("ip", "link", "del", clientLink());
        }
    }
}
