package io.kith.cluster.simulation;

import io.kith.simulation.oracle.ConfigView;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a simulated client knows of the cluster's config, and whom it asks what by that. */
final class ClientMap {
    /** One request of so many goes to a node that the config does not name for it. */
    private static final int ASTRAY = 30;

    private final SystemUnderTest system;
    private final Supplier<List<NodeId>> running;
    private final List<NodeId> seeds;
    private final SplittableRandom random;
    private @Nullable ConfigView config;

    /** Knows the nodes that run now. */
    ClientMap(SystemUnderTest system, Supplier<List<NodeId>> running, SplittableRandom random) {
        this.system = system;
        this.running = running;
        this.seeds = running.get();
        this.random = random;
    }

    /** The newest config that it has heard of; null before the first. */
    @Nullable
    ConfigView config() {
        return config;
    }

    void heard(Message message) {
        ConfigView next = system.configAfter(config, message);
        if (next != null && (config == null || next.isNewerThan(config))) {
            config = next;
        }
    }

    /** What asks for a newer config. */
    Message question() {
        return system.askForConfig(config);
    }

    /**
     * Whom to ask for it.
     *
     * @param anew whether all that it knew may have gone: the name under which it found them leads to those that are there
     */
    NodeId toAsk(boolean anew) {
        List<NodeId> known = config == null || random.nextInt(4) == 0 ? seeds : config.members();
        return any(anew ? running.get() : known);
    }

    /** Who is to get a request. */
    NodeId receiver(ConfigView held, int partition, boolean isRead) {
        if (random.nextInt(ASTRAY) == 0) {
            return any(held.members());
        }
        List<NodeId> replicas = held.replicas(partition);
        return isRead ? any(replicas) : replicas.get(0);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
