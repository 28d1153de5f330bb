package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the value that a proposer proposes of what it was asked for: all that is legal together and that it consents to. */
final class ValueBuilder {
    /** A value's bound in bytes, roughly, so that it always fits a frame. */
    static final int MAX_BYTES = 1 << 20;

    private final NodeId self;
    private final Consent consent;
    private final LastCopies lastCopies;
    private final Predicate<NodeId> trusted;
    private final ConfigRules rules;

    /**
     * @param trusted who is known to hold the current config and was heard lately, this node included
     */
    ValueBuilder(NodeId self, Consent consent, LastCopies lastCopies, Predicate<NodeId> trusted, ConfigRules rules) {
        this.rules = rules;
        this.self = self;
        this.consent = consent;
        this.lastCopies = lastCopies;
        this.trusted = trusted;
    }

    /**
     * A value made of {@code wishes}.
     *
     * @param changes what to propose
     * @param leavesAuthorWaiting whether a wish is not in it whose author cannot go on before the instance is decided
     */
    record Value(List<Change> changes, boolean leavesAuthorWaiting) {}

    Value build(ClusterConfig config, List<Change> wishes, long nowNanos) {
        ConfigDraft draft = new ConfigDraft(config, rules);
        List<Change> value = new ArrayList<>();
        boolean waiting = false;
        int bytes = 0;
        for (Change wish : byUrgency(sparingLastCopies(config, wishes, nowNanos))) {
            boolean legal = new ConfigDraft(config, rules).apply(wish) == null;
            if (!legal && !isRemovalOfVoter(config, wish)) {
                continue;
            }
            if (consent.objection(config, wish, nowNanos) != null) {
                waiting |= Consent.bindsItsAuthor(config, wish);
                continue;
            }
            bytes += wish.weightBytes();
            if (value.size() + 2 > ConfigMessage.MAX_CHANGES || bytes > MAX_BYTES) {
                break;
            }
            Change voters = votersWithout(draft, wish);
            if (voters != null && draft.apply(voters) == null) {
                value.add(voters);
            }
            if (draft.apply(wish) == null) {
                value.add(wish);
            }
        }
        return new Value(value, waiting);
    }

    /** The same, but who would be removed and holds last copies loses all but those. */
    private Collection<Change> sparingLastCopies(ClusterConfig config, List<Change> wishes, long nowNanos) {
        Set<Change> spared = new LinkedHashSet<>();
        for (Change wish : wishes) {
            if (wish instanceof Change.Remove remove && consent.isForLastCopiesOnly(config, remove, nowNanos)) {
                spared.addAll(lastCopies.rolesToLose(config, remove.node(), trusted));
            } else {
                spared.add(wish);
            }
        }
        return spared;
    }

    /**
     * Removals go first: a primary that is cut off drops replicas that others still need, and after the removal of that
     * primary the drop of the last of them is illegal. They also matter most. Settings go last, since there may be any
     * number of them, and a value has room for so many changes only. Nothing is taken for lost before those are admitted
     * that may bring it back.
     */
    private static List<Change> byUrgency(Collection<Change> wishes) {
        List<Change> ordered = new ArrayList<>(wishes);
        ordered.sort(Comparator.comparingInt(ValueBuilder::turn));
        return ordered;
    }

    private static int turn(Change wish) {
        return switch (wish.kind()) {
            case REMOVE -> 0;
            case ADMIT, LEAVE, MARK_FULL, SET_VOTERS, PROMOTE, DROP, MOVE_PRIMARY -> 1;
            case ACCEPT_LOSS -> 2;
            case SET_SETTING -> 3;
        };
    }

    /** Whether it asks to remove a member that votes: legal once the voters without it are named, which is done here. */
    static boolean isRemovalOfVoter(ClusterConfig config, Change wish) {
        return wish instanceof Change.Remove remove && config.isVoter(remove.node());
    }

    private @Nullable Change votersWithout(ConfigDraft draft, Change wish) {
        if (!(wish instanceof Change.Remove remove)
                || !draft.voters().contains(remove.node())
                || !draft.voters().equals(draft.base().voters())) {
            return null;
        }
        List<NodeId> voters = VoterPolicy.without(draft.base(), remove.node(), trusted);
        return voters == null ? null : new Change.SetVoters(self, voters);
    }
}
