package io.kith.cluster.simulation;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All nodes there ever were in a simulation, the crashed ones included: what they held can still be looked at. */
final class Roster {
    private final TreeMap<NodeId, Entry> entries = new TreeMap<>();

    record Entry(SimulatedProcess process, SimulatedNode node) {
        boolean runs() {
            return !process.isCrashed();
        }
    }

    void add(SimulatedProcess process, SimulatedNode node) {
        entries.put(process.id(), new Entry(process, node));
    }

    @Nullable
    Entry find(NodeId id) {
        return entries.get(id);
    }

    Collection<Entry> all() {
        return entries.values();
    }

    /** The processes that run, in the order of their indices. */
    List<SimulatedProcess> running() {
        List<SimulatedProcess> running = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.runs()) {
                running.add(entry.process());
            }
        }
        running.sort((a, b) -> Integer.compare(a.index(), b.index()));
        return running;
    }
}
