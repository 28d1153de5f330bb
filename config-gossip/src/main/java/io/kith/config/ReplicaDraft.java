package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The replica lists of a config in the making. Keeps the rules L1 (a list gains only joiners that its primary promotes
 * itself) and L2 (the primary in the next config is a replica in both, and no list is ever empty) whatever is asked.
 */
final class ReplicaDraft {
    /** The longest replica list; far more than any replication factor, so that moves never meet it. */
    static final int MAX_REPLICAS = 32;

    private final ClusterConfig base;
    private final ConfigRules rules;
    private final Predicate<NodeId> isMember;

    /** The lists that differ from the base's, by partition. */
    private final TreeMap<Integer, List<NodeId>> changed = new TreeMap<>();

    /** Partitions that start afresh, empty, by an operator's word; nothing else may happen to them in the same value. */
    private final TreeSet<Integer> lost = new TreeSet<>();

    ReplicaDraft(ClusterConfig base, ConfigRules rules, Predicate<NodeId> isMember) {
        this.base = base;
        this.rules = rules;
        this.isMember = isMember;
    }

    /** Applies the change, or says why it is illegal and does nothing. */
    @Nullable
    String promote(Change.Promote change, @Nullable Member joiner) {
        int p = change.partition();
        String refusal = partitionRefusal(p, change.term());
        if (refusal != null) {
            return refusal;
        }
        if (!rules.mayPromote(change.author(), base.partition(p))) {
            return name(p) + ": only its primary promotes a joiner";
        }
        if (joiner == null || joiner.witness()) {
            return name(p) + ": the joiner " + change.joiner().shortName()
                    + (joiner == null ? " is not a member" : " is a witness and holds no data");
        }
        if (base.partition(p).lists(change.joiner()) || list(p).contains(change.joiner())) {
            return name(p) + ": " + change.joiner().shortName() + " is a replica already";
        }
        if (list(p).size() >= MAX_REPLICAS) {
            return name(p) + " has " + MAX_REPLICAS + " replicas, which is the most there can be";
        }
        changeable(p).add(change.joiner());
        return null;
    }

    /** Applies the change, or says why it is illegal and does nothing. */
    @Nullable
    String drop(Change.Drop change) {
        int p = change.partition();
        String refusal = partitionRefusal(p, change.term());
        if (refusal != null) {
            return refusal;
        }
        if (!isReplicaInBoth(p, change.replica())) {
            return name(p) + ": " + change.replica().shortName() + " is not a replica";
        }
        if (!canDoWithout(p, change.replica())) {
            return name(p) + ": " + change.replica().shortName() + " is the last replica that is a member";
        }
        changeable(p).remove(change.replica());
        return null;
    }

    /** Applies the change, or says why it is illegal and does nothing. */
    @Nullable
    String movePrimary(Change.MovePrimary change) {
        int p = change.partition();
        String refusal = partitionRefusal(p, change.term());
        if (refusal != null) {
            return refusal;
        }
        if (!isReplicaInBoth(p, change.replica())) {
            return name(p) + ": " + change.replica().shortName() + " is not a replica";
        }
        if (!isMember.test(change.replica())) {
            return name(p) + ": " + change.replica().shortName() + " is not a member";
        }
        if (primary(p).equals(change.replica())) {
            return name(p) + ": " + change.replica().shortName() + " is the primary already";
        }
        List<NodeId> list = changeable(p);
        list.remove(change.replica());
        list.add(0, change.replica());
        return null;
    }

    /** Applies the change, or says why it is illegal and does nothing. */
    @Nullable
    String acceptLoss(Change.AcceptLoss change, @Nullable Member fresh) {
        int p = change.partition();
        String refusal = partitionRefusal(p, change.term());
        if (refusal != null) {
            return refusal;
        }
        if (fresh == null || fresh.witness()) {
            return name(p) + ": " + change.fresh().shortName()
                    + (fresh == null ? " is not a member" : " is a witness and holds no data");
        }
        for (NodeId replica : base.partition(p).replicas()) {
            // Also in the base: who goes in this very value may still be alive and serve.
            if (isMember.test(replica) || base.isMember(replica)) {
                return name(p) + ": its replica " + replica.shortName() + " is a member, so nothing is lost";
            }
        }
        lost.add(p);
        changed.put(p, new ArrayList<>(List.of(change.fresh())));
        return null;
    }

    /** Strikes a node, which is no member any more, off all lists in which another replica is left that is one. */
    void strikeOff(NodeId node) {
        for (int p = 0; p < base.partitionCount(); p++) {
            if (list(p).contains(node)
                    && !lost.contains(p)
                    && (!base.partition(p).lists(node) || canDoWithout(p, node))) {
                changeable(p).remove(node);
            }
        }
    }

    /** The replica lists of the next config. */
    PartitionReplicas[] finish() {
        PartitionReplicas[] partitions = base.copyPartitions();
        for (Map.Entry<Integer, List<NodeId>> entry : changed.entrySet()) {
            int p = entry.getKey();
            NodeId primary = primary(p);
            List<NodeId> list = entry.getValue();
            list.remove(primary);
            list.add(0, primary);
            PartitionReplicas old = partitions[p];
            long term = old.primary().equals(primary) ? old.term() : old.term() + 1;
            partitions[p] = new PartitionReplicas(term, list, lost.contains(p) ? term : old.emptiedInTerm());
        }
        return partitions;
    }

    /** Who is primary if nothing more is changed: the first that is a replica in both, a member if there is one. */
    NodeId primary(int p) {
        List<NodeId> list = list(p);
        if (lost.contains(p) || !changed.containsKey(p)) {
            return list.get(0);
        }
        NodeId best = null;
        for (NodeId node : list) {
            if (wasReplica(p, node)) {
                if (isMember.test(node)) {
                    return node;
                }
                best = best == null ? node : best;
            }
        }
        if (best == null) {
            throw new IllegalStateException(name(p) + " was left without any of its replicas");
        }
        return best;
    }

    private boolean isReplicaInBoth(int p, NodeId node) {
        return rules.isReplicaInBoth(base.partition(p), list(p), node);
    }

    /** Whether the node was a replica in the base, which is what it takes to have every committed write. */
    private boolean wasReplica(int p, NodeId node) {
        return rules.wasReplica(base.partition(p), node);
    }

    /** Whether another replica of both configs is left that is a member. */
    private boolean canDoWithout(int p, NodeId node) {
        for (NodeId other : list(p)) {
            if (!other.equals(node) && wasReplica(p, other) && isMember.test(other)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String partitionRefusal(int p, long term) {
        if (p < 0 || p >= base.partitionCount()) {
            return "there is no " + name(p) + "; there are " + base.partitionCount() + ", counted from 0";
        }
        if (base.partition(p).term() != term) {
            return name(p) + " is in term " + base.partition(p).term() + ", not " + term;
        }
        return lost.contains(p) ? name(p) + " starts afresh in the same value" : null;
    }

    private List<NodeId> list(int p) {
        List<NodeId> list = changed.get(p);
        return list != null ? list : base.partition(p).replicas();
    }

    private List<NodeId> changeable(int p) {
        return changed.computeIfAbsent(
                p, key -> new ArrayList<>(base.partition(key).replicas()));
    }

    private static String name(int p) {
        return "partition " + p;
    }
}
