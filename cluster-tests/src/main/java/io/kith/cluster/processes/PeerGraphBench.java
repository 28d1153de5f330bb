package io.kith.cluster.processes;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Measures what the peer graph and the configuration service do for users, on real processes. Arguments: which of
 * {@code nodes}, {@code clients} (both need root, for network namespaces), {@code slow}, {@code settings},
 * {@code history} and {@code factor}; by default all.
 */
public final class PeerGraphBench {
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMillis(20);
    private static final int HOSTS = 5;
    private static final int CHANGES = 1_000;
    private static final int CRASHES = 4;
    private static final int ENTRIES = 50_000;

    private final PrintWriter out;

    private PeerGraphBench(PrintWriter out) {
        this.out = out;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        List<String> wanted = arguments.length > 0
                ? List.of(arguments)
                : List.of("nodes", "clients", "slow", "settings", "history", "factor");
        for (String what : wanted) {
            new PeerGraphBench(out).measure(what);
        }
    }

    private void measure(String what) throws InterruptedException {
        switch (what) {
            case "nodes" -> {
                cutBetweenNodes(true);
                cutBetweenNodes(false);
            }
            case "clients" -> {
                try (NetworkLab lab = new NetworkLab(HOSTS);
                        LinkFaults faults = new LinkFaults(lab, true)) {
                    out.println("clients cut from one of five nodes\n  " + faults.cutFromClients(SPAN));
                }
            }
            case "slow" -> {
                try (SlowNode slow = new SlowNode()) {
                    out.println("one of three nodes answers 20 ms later\n  " + slow.slowMostRead(LATER, SPAN));
                }
            }
            case "settings" -> {
                try (SettingsSpread settings = new SettingsSpread()) {
                    out.println("a setting changes, five nodes\n" + settings.spread(CHANGES));
                }
            }
            case "history" -> {
                try (SettingsUnderChurn churn = new SettingsUnderChurn()) {
                    out.println("settings change while nodes crash and join\n  " + churn.run(CHANGES, CRASHES));
                }
            }
            case "factor" -> {
                try (FactorChange factor = new FactorChange()) {
                    out.println("the replication factor changes under load\n  " + factor.upAndDown(ENTRIES));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "'" + what + "' is none of nodes, clients, slow, settings, history and factor");
        }
    }

    private void cutBetweenNodes(boolean relaying) {
        try (NetworkLab lab = new NetworkLab(HOSTS);
                LinkFaults faults = new LinkFaults(lab, relaying)) {
            out.println("two of five nodes cut from each other, " + (relaying ? "with" : "without") + " relaying\n  "
                    + faults.cutBetweenNodes(SPAN));
        }
    }
}
