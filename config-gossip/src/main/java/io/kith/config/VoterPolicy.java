package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who should vote: a rule that everybody computes alike. An odd number, the oldest members first, spread over the
 * zones, members that leave last. Voters change one a version.
 */
public final class VoterPolicy {
    private static final int LARGE_CLUSTER = 100;
    private static final int ZONES_OF_A_LARGE_CLUSTER = 3;

    private VoterPolicy() {}

    /** How many voters a cluster of these members should have: 1, 3, 5 or 7. */
    public static int wantedCount(Collection<Member> members) {
        int count = members.size();
        if (count >= LARGE_CLUSTER) {
            TreeSet<String> zones = new TreeSet<>();
            members.forEach(member -> zones.add(member.zone()));
            return zones.size() >= ZONES_OF_A_LARGE_CLUSTER ? 7 : 5;
        }
        return count <= 2 ? 1 : count <= 4 ? 3 : 5;
    }

    /** Picks {@code count} voters of {@code candidates}, or all if they are fewer; the oldest first. */
    static List<NodeId> choose(Collection<Member> candidates, int count) {
        List<Member> rest = new ArrayList<>(candidates);
        Comparator<Member> leavingLast = Comparator.comparing(member -> member.state() == MemberState.LEAVING);
        rest.sort(leavingLast.thenComparing(ConfigDraft.BY_AGE));
        TreeMap<String, Integer> perZone = new TreeMap<>();
        List<Member> chosen = new ArrayList<>();
        while (chosen.size() < count && !rest.isEmpty()) {
            Member best = rest.get(0);
            for (Member member : rest) {
                boolean sameState = member.state() == best.state();
                if (sameState && perZone.getOrDefault(member.zone(), 0) < perZone.getOrDefault(best.zone(), 0)) {
                    best = member;
                }
            }
            rest.remove(best);
            chosen.add(best);
            perZone.merge(best.zone(), 1, Integer::sum);
        }
        chosen.sort(ConfigDraft.BY_AGE);
        return chosen.stream().map(Member::id).toList();
    }

    /**
     * The voters that the next version should have; null if those of {@code config} are right, or if nothing can be
     * done about them now.
     *
     * @param trusted who is known to hold {@code config} and was heard lately, the caller included; only such become
     *     voters, and most of the new voters are such
     */
    public static @Nullable List<NodeId> next(ClusterConfig config, Predicate<NodeId> trusted) {
        List<Member> candidates = config.members().values().stream()
                .filter(member -> config.isVoter(member.id()) || trusted.test(member.id()))
                .toList();
        List<NodeId> wanted = choose(candidates, wantedCount(config.members().values()));
        NodeId comes = firstMissing(wanted, config.voters());
        NodeId goes = lastMissing(config.voters(), wanted);
        int surplus = config.voters().size() - wanted.size();
        if (surplus > 0) {
            comes = null;
        } else if (surplus < 0) {
            goes = null;
        }
        return comes == null && goes == null ? null : ifTrusted(changed(config.voters(), goes, comes), trusted);
    }

    /**
     * The voters of a value that removes the voter {@code gone}: with a replacement if there is one to be had, else
     * without, which tolerates no fewer failures than keeping a dead voter. Null if nobody would be left, or most of
     * the others are not trusted either.
     */
    public static @Nullable List<NodeId> without(ClusterConfig config, NodeId gone, Predicate<NodeId> trusted) {
        List<Member> left = config.members().values().stream()
                .filter(member -> !member.id().equals(gone))
                .toList();
        List<Member> candidates = left.stream()
                .filter(member -> config.isVoter(member.id()) || trusted.test(member.id()))
                .toList();
        int stay = config.voters().size() - 1;
        NodeId comes = null;
        if (stay < wantedCount(left)) {
            comes = firstMissing(choose(candidates, stay + 1), config.voters());
        }
        List<NodeId> next = changed(config.voters(), gone, comes);
        return next.isEmpty() ? null : ifTrusted(next, trusted);
    }

    private static @Nullable List<NodeId> ifTrusted(List<NodeId> voters, Predicate<NodeId> trusted) {
        long sure = voters.stream().filter(trusted).count();
        return sure * 2 > voters.size() ? voters : null;
    }

    private static List<NodeId> changed(List<NodeId> voters, @Nullable NodeId goes, @Nullable NodeId comes) {
        List<NodeId> next = new ArrayList<>(voters);
        if (goes != null) {
            next.remove(goes);
        }
        if (comes != null) {
            next.add(comes);
        }
        return next;
    }

    private static @Nullable NodeId firstMissing(List<NodeId> from, List<NodeId> in) {
        for (NodeId node : from) {
            if (!in.contains(node)) {
                return node;
            }
        }
        return null;
    }

    private static @Nullable NodeId lastMissing(List<NodeId> from, List<NodeId> in) {
        NodeId last = null;
        for (NodeId node : from) {
            if (!in.contains(node)) {
                last = node;
            }
        }
        return last;
    }
}
