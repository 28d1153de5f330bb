package io.kith.bench.process;

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

    private final String text;
    private final int serverCpu;
    private final int clientCpu;

    Pin(String text, int serverCpu, int clientCpu) {
        this.text = text;
        this.serverCpu = serverCpu;
        this.clientCpu = clientCpu;
    }

    private static List<String> on(int cpu) {
        return cpu < 0 ? List.of() : List.of("taskset", "-c", Integer.toString(cpu));
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

    /** What stands before the command of a server. */
    public List<String> serverPrefix() {
        return on(serverCpu);
    }

    /** What stands before the command of a client. */
    public List<String> clientPrefix() {
        return on(clientCpu);
    }

    /** Why processes cannot be pinned like this here, and what to do about it; empty if they can. */
    public String obstacle() {
        if (this == NONE) {
            return "";
        }
        if (this == SPLIT && Runtime.getRuntime().availableProcessors() < 2) {
            return "there is only one CPU";
        }
        return Commands.isInstalled("taskset") ? "" : "taskset is missing: install util-linux";
    }

    @Override
    public String toString() {
        return option();
    }
}
