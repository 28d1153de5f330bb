package io.kith.bench.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Which CPUs processes may use. */
public enum Pin {
    /** All that the machine has. */
    NONE("not pinned", -1, -1),
    /** One for all. */
    ONE("client and servers all on CPU 0", 0, 0),
    /** One for the servers, another for the client. */
    SPLIT("servers on CPU 0, client on CPU 1", 0, 1);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 10;

    private final String text;
    private final int serverCpu;
    private final int clientCpu;

    Pin(String text, int serverCpu, int clientCpu) {
        this.text = text;
        this.serverCpu = serverCpu;
        this.clientCpu = clientCpu;
    }

    /** As the command line calls it. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one that the command line calls so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Pin named(String option) {
        for (Pin pin : values()) {
            if (pin.option().equals(option)) {
                return pin;
            }
        }
        throw new IllegalArgumentException("processes cannot be pinned '" + option + "': take none, one or split");
    }

    /** For headings. */
    public String text() {
        return text;
    }

    /**
     * Binds processes that run already, with all their threads. Those that start threads later bind these too.
     *
     * @throws IllegalStateException if a process has ended, or may not be bound
     */
    public void bind(Collection<Long> servers, long client) {
        servers.forEach(server -> bind(server, serverCpu));
        bind(client, clientCpu);
    }

    private void bind(long pid, int cpu) {
        if (!Programs.isInstalled("taskset")) {
            // Then nothing was ever bound, and only NONE is asked for.
            return;
        }
        String cpus = cpu < 0 ? "0-" + (Runtime.getRuntime().availableProcessors() - 1) : Integer.toString(cpu);
        List<String> command = List.of("taskset", "-a", "-c", "-p", cpus, Long.toString(pid));
        for (int tries = 1; ; tries++) {
            try {
                Programs.output(LIMIT, command);
                return;
            } catch (IllegalStateException e) {
                // It fails when a thread ends while it goes from thread to thread.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Why processes cannot be pinned like this here, and what to do about it; empty if they can. */
    public String obstacle() {
        if (this == NONE) {
            return "";
        }
        if (this == SPLIT && Runtime.getRuntime().availableProcessors() < 2) {
            return "there is only one CPU";
        }
        return Programs.isInstalled("taskset") ? "" : "taskset is missing: install util-linux";
    }

    @Override
    public String toString() {
        return option();
    }
}
