package io.kith.config;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What one voter does not consent to though it is legal: the removal of a node, or the demotion of a primary, that this
 * voter hears well and that does not want it, unless most of its replica peers complain; and a demotion in favour of a
 * node that is suspected; the removal of who holds a last copy, and the loss of what its holder is back with. This keeps
 * the cluster stable, and data that only one node has; safety of what is served does not rest on it.
 */
final class Consent {
    private final NodeId self;
    private final PeerHealth health;
    private final Complaints complaints;
    private final LastCopies lastCopies;
    private final LostHolders lostHolders;
    private final ConfigRules rules;

    Consent(
            NodeId self,
            PeerHealth health,
            Complaints complaints,
            LastCopies lastCopies,
            LostHolders lostHolders,
            ConfigRules rules) {
        this.self = self;
        this.health = health;
        this.complaints = complaints;
        this.lastCopies = lastCopies;
        this.lostHolders = lostHolders;
        this.rules = rules;
    }

    /** Why this voter does not consent to {@code change}, which is legal; null if it does. */
    @Nullable
    String objection(ClusterConfig config, Change change, long nowNanos) {
        return switch (change.kind()) {
            case REMOVE -> toRemoval(config, (Change.Remove) change, nowNanos);
            case DROP -> toDrop(config, (Change.Drop) change, nowNanos);
            case MOVE_PRIMARY -> toPrimary(config, (Change.MovePrimary) change, nowNanos);
            case ACCEPT_LOSS -> lostHolders.objection(config, (Change.AcceptLoss) change);
            case ADMIT, LEAVE, MARK_FULL, SET_VOTERS, PROMOTE, SET_SETTING -> null;
        };
    }

    private @Nullable String toRemoval(ClusterConfig config, Change.Remove remove, long nowNanos) {
        if (wantsToGo(config, remove.node())) {
            return null;
        }
        String objection = defence(config, remove, nowNanos);
        return objection != null ? objection : lastCopies.objection(config, remove.node());
    }

    /** Whether all that speaks against {@code remove} is that the node holds last copies: it may lose the rest. */
    boolean isForLastCopiesOnly(ClusterConfig config, Change.Remove remove, long nowNanos) {
        return config.isMember(remove.node())
                && !wantsToGo(config, remove.node())
                && defence(config, remove, nowNanos) == null
                && lastCopies.objection(config, remove.node()) != null;
    }

    private @Nullable String toDrop(ClusterConfig config, Change.Drop drop, long nowNanos) {
        PartitionReplicas replicas = config.partition(drop.partition());
        if (!drop.replica().equals(replicas.primary())) {
            // A primary rules over its own list; others do not.
            return drop.author().equals(replicas.primary()) ? null : defence(config, drop, nowNanos);
        }
        NodeId heir = heir(config, replicas, drop.replica());
        return heir != null && health.isSuspected(heir) ? suspected(heir) : defence(config, drop, nowNanos);
    }

    private @Nullable String toPrimary(ClusterConfig config, Change.MovePrimary move, long nowNanos) {
        return health.isSuspected(move.replica()) ? suspected(move.replica()) : defence(config, move, nowNanos);
    }

    /**
     * Whether the author of {@code change} gave up a role when it wrote it, and must learn what its instance decided
     * before it can go on.
     */
    static boolean bindsItsAuthor(ClusterConfig config, Change change) {
        return switch (change.kind()) {
            case PROMOTE -> true;
            case DROP, MOVE_PRIMARY -> change.author().equals(change.deposed(config));
            case ADMIT, LEAVE, REMOVE, MARK_FULL, SET_VOTERS, SET_SETTING, ACCEPT_LOSS -> false;
        };
    }

    private @Nullable String defence(ClusterConfig config, Change change, long nowNanos) {
        NodeId accused = Complaints.accused(config, change);
        if (accused == null || !config.isMember(accused)) {
            return null;
        }
        if (rules.sleeperJudgesNobody() && !health.isAwake()) {
            return self.shortName() + " has just woken up, and cannot judge of " + accused.shortName();
        }
        boolean defended = accused.equals(self) || health.hearsWell(accused);
        if (!defended || complaints.byMostReplicaPeers(config, accused, nowNanos)) {
            return null;
        }
        return accused.shortName() + " is alive: " + self.shortName()
                + (accused.equals(self) ? " is that node itself" : " hears it well");
    }

    /** A member that leaves has consented to its removal once it holds nothing any more. */
    private static boolean wantsToGo(ClusterConfig config, NodeId node) {
        Member member = config.member(node);
        return member != null && member.state() == MemberState.LEAVING && !config.holdsAny(node);
    }

    private static @Nullable NodeId heir(ClusterConfig config, PartitionReplicas replicas, NodeId dropped) {
        for (NodeId replica : replicas.replicas()) {
            if (!replica.equals(dropped) && config.isMember(replica)) {
                return replica;
            }
        }
        return null;
    }

    private static String suspected(NodeId node) {
        return node.shortName() + " is suspected and cannot become primary";
    }
}
