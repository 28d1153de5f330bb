package io.kith.simulation.oracle;

import io.kith.simulation.SimulatedProcess;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All nodes there ever were in a simulation, the crashed ones included: what they held can still be looked at. */
public final class Roster {
    private final TreeMap<NodeId, Entry> entries = new TreeMap<>();
    private final List<@Nullable Entry> byIndex = new ArrayList<>();
    private List<Entry> inOrder = List.of();

    /** A node, and how the oracle saw it last. */
    public static final class Entry {
        private final SimulatedProcess process;
        private final SimulatedNode node;
        private ReplicaView[] seen = new ReplicaView[0];
        private @Nullable ConfigView config;

        private Entry(SimulatedProcess process, SimulatedNode node) {
            this.process = process;
            this.node = node;
        }

        /** The process it runs in. */
        public SimulatedProcess process() {
            return process;
        }

        /** The node itself. */
        public SimulatedNode node() {
            return node;
        }

        /** Whether it has not crashed. */
        public boolean runs() {
            return !process.isCrashed();
        }

        /** Its part in each partition after its last step, as far as it had one. */
        ReplicaView seen(int partition) {
            return partition < seen.length ? seen[partition] : ReplicaView.NONE;
        }

        void see(int partition, int partitionCount, ReplicaView view) {
            if (seen.length < partitionCount) {
                int known = seen.length;
                seen = Arrays.copyOf(seen, partitionCount);
                Arrays.fill(seen, known, partitionCount, ReplicaView.NONE);
            }
            seen[partition] = view;
        }

        /** The config it held after its last step. */
        @Nullable
        ConfigView config() {
            return config;
        }

        void seeConfig(ConfigView held) {
            config = held;
        }
    }

    /** Adds a node that was just started. */
    public void add(SimulatedProcess process, SimulatedNode node) {
        Entry entry = new Entry(process, node);
        entries.put(process.id(), entry);
        inOrder = List.copyOf(entries.values());
        while (byIndex.size() <= process.index()) {
            byIndex.add(null);
        }
        byIndex.set(process.index(), entry);
    }

    /** The node that has, or had, this id; null if none had. */
    public @Nullable Entry find(NodeId id) {
        return entries.get(id);
    }

    /** The node of {@code process}; null if it is none. */
    @Nullable
    Entry of(SimulatedProcess process) {
        return process.index() < byIndex.size() ? byIndex.get(process.index()) : null;
    }

    /** All in the order of their ids. */
    public List<Entry> all() {
        return inOrder;
    }

    /** The processes that run, in the order of their indices. */
    public List<SimulatedProcess> running() {
        List<SimulatedProcess> running = new ArrayList<>();
        for (Entry entry : byIndex) {
            if (entry != null && entry.runs()) {
                running.add(entry.process());
            }
        }
        return running;
    }
}
