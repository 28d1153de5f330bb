package io.kith.simulation.oracle;

import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks as a state, not only when something is committed, that every replica which the newest decided config lists
 * holds all that was ever committed: when a config is decided, and whenever a replica comes to hold less than before.
 * What a crashed process held counts, as its loss is for the cluster to notice and mend.
 */
final class DurabilityCheck {
    private final Roster roster;
    private final ConfigChain chain;
    private final IntToLongFunction committed;
    private @Nullable ConfigView checked;

    /** @param committed how many entries of a partition were ever committed */
    DurabilityCheck(Roster roster, ConfigChain chain, IntToLongFunction committed) {
        this.roster = roster;
        this.chain = chain;
        this.committed = committed;
    }

    /** A node was seen to hold a config; if it is the newest ever, looks at all lists that changed. */
    void configHeld() {
        ConfigView newest = chain.newest();
        ConfigView before = checked;
        if (newest == null || newest.equals(before)) {
            return;
        }
        checked = newest;
        for (int p = 0; p < newest.partitionCount(); p++) {
            if (before != null && before.replicas(p).equals(newest.replicas(p))) {
                continue;
            }
            for (NodeId replica : newest.replicas(p)) {
                requireAll(replica, p);
            }
        }
    }

    /** {@code holder} had {@code last} and now has {@code now} of a partition. */
    void replicaChanged(SimulatedProcess holder, int partition, ReplicaView last, ReplicaView now) {
        boolean less = (last.complete() && !now.complete()) || now.lastSequence() < last.lastSequence();
        ConfigView newest = chain.newest();
        if (less && newest != null && newest.replicas(partition).contains(holder.id())) {
            requireAll(holder.id(), partition);
        }
    }

    private void requireAll(NodeId replica, int partition) {
        Roster.Entry entry = roster.find(replica);
        long all = committed.applyAsLong(partition);
        if (entry == null || all == 0) {
            return;
        }
        ReplicaView view = entry.node().replica(partition);
        if (!view.complete() || view.lastSequence() < all) {
            throw new SimulationFailure("LOST " + chain.newest() + " lists " + entry.process() + " for p" + partition
                    + ", which does not hold all of the " + all + " entries that were committed: " + view);
        }
    }
}
