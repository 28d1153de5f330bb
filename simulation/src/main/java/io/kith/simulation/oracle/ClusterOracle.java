package io.kith.simulation.oracle;

import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks after every step of a node what must hold at every instant: one chain of configs; acknowledged writes held by
 * all replicas of the newest config; complete acknowledge sets; one line of commits; no lease beside a primary that
 * could commit without it.
 *
 * <p>A primary that wakes up late may still commit, by its own lights, what its successors took over long ago. That is
 * harmless and not flagged.
 */
public final class ClusterOracle {
    private final Roster roster;
    private final ConfigChain chain = new ConfigChain();
    private final Map<Long, NodeId> activeIn = new TreeMap<>();
    private final List<CommitLedger> ledgers = new ArrayList<>();
    private final DurabilityCheck durability;
    private long commits;
    private long activations;

    /** Watches the nodes of {@code roster}, those that are added later included. */
    public ClusterOracle(Roster roster) {
        this.roster = roster;
        this.durability = new DurabilityCheck(
                roster, chain, partition -> ledger(partition).size());
    }

    /** The configs that nodes were seen to hold. */
    public ConfigChain chain() {
        return chain;
    }

    /** Commits by primaries; one that a later primary took over counts again. */
    public long commits() {
        return commits;
    }

    /** How often a node became active as primary of a partition. */
    public long activations() {
        return activations;
    }

    // ---- commits

    /** {@code process} committed an entry as primary. */
    public void committed(SimulatedProcess process, int partition, long term, long sequence, long fingerprint) {
        commits++;
        Roster.Entry committer = roster.of(process);
        if (committer != null) {
            noteConfig(committer);
        }
        ledger(partition).committed(sequence, fingerprint, process);
        ConfigView newest = chain.newest();
        if (newest == null) {
            throw new SimulationFailure("CONFIG " + process + " commits before there is a config");
        }
        for (NodeId replica : newest.replicas(partition)) {
            requireHolds(replica, process, partition, term, sequence, fingerprint, "a replica of " + newest);
        }
        for (Roster.Entry other : roster.all()) {
            if (other.runs() && other.process() != process) {
                ReplicaView view = other.node().replica(partition);
                if (view.active() && view.primaryTerm() > term) {
                    requireHolds(
                            other.process().id(),
                            process,
                            partition,
                            term,
                            sequence,
                            fingerprint,
                            "active in term " + view.primaryTerm());
                }
                if (view.canRead() && !(view.complete() && view.lastSequence() >= sequence)) {
                    throw new SimulationFailure("LEASE " + process + " commits entry " + sequence + " of p" + partition
                            + " in term " + term + " while " + other.process() + " reads by lease without it: " + view);
                }
            }
        }
    }

    private void requireHolds(
            NodeId holder,
            SimulatedProcess committer,
            int partition,
            long term,
            long sequence,
            long fingerprint,
            String why) {
        Roster.Entry entry = roster.find(holder);
        if (entry == null) {
            return;
        }
        ReplicaView view = entry.node().replica(partition);
        boolean holds = view.complete() && view.lastSequence() >= sequence;
        if (holds) {
            long there = entry.node().fingerprint(partition, sequence);
            holds = there == 0 || there == fingerprint;
        }
        if (!holds) {
            throw new SimulationFailure("LOST " + committer + " commits entry " + sequence + " of p" + partition
                    + " in term " + term + ", but " + entry.process() + ", " + why + ", does not hold it: " + view);
        }
    }

    private CommitLedger ledger(int partition) {
        while (ledgers.size() <= partition) {
            ledgers.add(new CommitLedger(ledgers.size()));
        }
        return ledgers.get(partition);
    }

    // ---- states

    /** Checks what loop {@code lane} of {@code process} may have changed. */
    public void check(SimulatedProcess process, int lane) {
        Roster.Entry entry = roster.of(process);
        if (entry == null) {
            return;
        }
        ConfigView config = noteConfig(entry);
        if (config == null) {
            return;
        }
        int count = config.partitionCount();
        for (int p = 0; p < count; p++) {
            if (!entry.node().owns(lane, p)) {
                continue;
            }
            ReplicaView last = entry.seen(p);
            ReplicaView view = entry.node().replica(p);
            entry.see(p, count, view);
            durability.replicaChanged(process, p, last, view);
            if (view.canRead() && !view.complete()) {
                throw new SimulationFailure(
                        "LEASE " + process + " would answer reads of p" + p + " from a part of a copy: " + view);
            }
            if (view.active()) {
                checkPrimary(entry, p, view, last);
            }
            if (view.canRead()) {
                checkAgainstPrimaries(entry, p);
            }
            boolean compared = view.complete() && !entry.node().hasFallen(p);
            if (compared
                    && view.committedSequence() > last.committedSequence()
                    && !entry.node().isBetweenEntries(p)) {
                ledger(p).state(view.committedSequence(), entry.node().digest(p), process);
            }
        }
    }

    private @Nullable ConfigView noteConfig(Roster.Entry entry) {
        ConfigView config = entry.node().config();
        ConfigView before = entry.config();
        if (config != null && before != config) {
            entry.seeConfig(config);
            if (before != null && before.isNewerThan(config)) {
                throw new SimulationFailure(
                        "CONFIG " + entry.process() + " went back from " + before + " to " + config);
            }
            decided(config, entry.process());
        }
        return config;
    }

    /** {@code config} was decided, as {@code witness} shows. */
    public void decided(ConfigView config, Object witness) {
        long known = chain.size();
        chain.add(config, witness);
        if (chain.size() > known) {
            durability.configHeld();
            checkAcknowledgeSets(config.partitionCount());
        }
    }

    /** A config nobody was seen to hold before may list replicas that some primary ought to wait for. */
    private void checkAcknowledgeSets(int partitionCount) {
        for (Roster.Entry entry : roster.all()) {
            for (int p = 0; entry.runs() && p < partitionCount; p++) {
                if (entry.seen(p).active()) {
                    checkAcknowledgeSet(entry, p, entry.seen(p));
                }
            }
        }
    }

    private void checkAcknowledgeSet(Roster.Entry primary, int partition, ReplicaView view) {
        for (NodeId listed : chain.lastList(partition, view.primaryTerm())) {
            if (!view.acknowledgeSet().contains(listed)) {
                throw new SimulationFailure("ACKSET " + primary.process() + ", active in term " + view.primaryTerm()
                        + " of p" + partition + ", does not wait for " + name(listed));
            }
        }
    }

    private void checkPrimary(Roster.Entry primary, int partition, ReplicaView view, ReplicaView last) {
        if (!last.active() || last.primaryTerm() != view.primaryTerm()) {
            activations++;
            NodeId other = activeIn.putIfAbsent(
                    view.primaryTerm() << 16 | partition, primary.process().id());
            if (other != null && !other.equals(primary.process().id())) {
                throw new SimulationFailure("TERM " + primary.process() + " is active in term " + view.primaryTerm()
                        + " of p" + partition + ", and so was " + name(other));
            }
        }
        checkAcknowledgeSet(primary, partition, view);
        for (Roster.Entry other : roster.all()) {
            if (other != primary && other.runs() && other.seen(partition).canRead()) {
                requireNoLeaseBeside(primary, view, other, partition);
            }
        }
    }

    private void checkAgainstPrimaries(Roster.Entry reader, int partition) {
        NodeId id = reader.process().id();
        for (Roster.Entry other : roster.all()) {
            // Its acknowledge set changes by its own steps only; the leases it delegated end by themselves.
            if (other != reader
                    && other.runs()
                    && other.seen(partition).active()
                    && !other.seen(partition).acknowledgeSet().contains(id)) {
                requireNoLeaseBeside(other, other.node().replica(partition), reader, partition);
            }
        }
    }

    private void requireNoLeaseBeside(Roster.Entry primary, ReplicaView view, Roster.Entry reader, int partition) {
        NodeId id = reader.process().id();
        if (view.acknowledgeSet().contains(id)
                || view.delegatedTo().contains(id)
                || !couldCommit(primary, view, partition)) {
            return;
        }
        ReplicaView reading = reader.node().replica(partition);
        if (reading.canRead()) {
            throw new SimulationFailure("LEASE " + primary.process() + " (" + view + ") could commit on p" + partition
                    + " while " + reader.process() + " (" + reading + ") reads by lease");
        }
    }

    /** Whether all whose acknowledgement it needs may still give it. */
    private boolean couldCommit(Roster.Entry primary, ReplicaView view, int partition) {
        for (NodeId member : view.acknowledgeSet()) {
            Roster.Entry entry = roster.find(member);
            if (entry != null
                    && entry != primary
                    && (!entry.runs() || entry.node().replica(partition).adoptedTerm() > view.primaryTerm())) {
                return false;
            }
        }
        return true;
    }

    private String name(NodeId id) {
        Roster.Entry entry = roster.find(id);
        return entry == null ? id.shortName() : entry.process().toString();
    }
}
