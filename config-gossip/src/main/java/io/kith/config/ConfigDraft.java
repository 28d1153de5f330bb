package io.kith.config;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The next config in the making: takes changes one after the other, refuses the illegal ones, and ends as a config. A
 * thousand changes cost little more than one, as every array is copied once.
 */
final class ConfigDraft {
    /** Oldest first; ties by id. The order of voters in a config, which is also their rank. */
    static final Comparator<Member> BY_AGE =
            Comparator.<Member>comparingLong(Member::admittedIn).thenComparing(Member::id);

    /** The most members a config may list. */
    static final int MAX_MEMBERS = 4_096;

    /** The most voters a config may list. */
    static final int MAX_VOTERS = 9;

    private final ClusterConfig base;
    private final ReplicaDraft replicas;

    /** The base's own until the first change. */
    private SortedMap<NodeId, Member> members;

    /** The base's own until the first change. */
    private SettingsTable settings;

    private List<NodeId> voters;
    private final List<MemberEvent> events = new ArrayList<>();

    ConfigDraft(ClusterConfig base, ConfigRules rules) {
        this.base = base;
        this.members = base.members();
        this.settings = base.settingsTable();
        this.voters = base.voters();
        this.replicas = new ReplicaDraft(base, rules, node -> members.containsKey(node));
    }

    /** The config that is being changed. */
    ClusterConfig base() {
        return base;
    }

    /** The voters if nothing more is changed. */
    List<NodeId> voters() {
        return voters;
    }

    /** Who is primary of {@code partition} if nothing more is changed. */
    NodeId primary(int partition) {
        return replicas.primary(partition);
    }

    /** Applies {@code change} and returns null; or returns why it is illegal, and does nothing. */
    @Nullable
    String apply(Change change) {
        if (!base.isMember(change.author())) {
            return "its author " + change.author().shortName() + " is not a member";
        }
        return switch (change.kind()) {
            case ADMIT -> admit(((Change.Admit) change).member());
            case LEAVE -> leave(((Change.Leave) change).node());
            case MARK_FULL -> markFull((Change.MarkFull) change);
            case REMOVE -> remove(((Change.Remove) change).node());
            case SET_VOTERS -> setVoters(((Change.SetVoters) change).voters());
            case PROMOTE -> promote((Change.Promote) change);
            case DROP -> replicas.drop((Change.Drop) change);
            case MOVE_PRIMARY -> replicas.movePrimary((Change.MovePrimary) change);
            case SET_SETTING -> setSetting((Change.SetSetting) change);
            case ACCEPT_LOSS -> acceptLoss((Change.AcceptLoss) change);
        };
    }

    private @Nullable String promote(Change.Promote promote) {
        return replicas.promote(promote, members.get(promote.joiner()));
    }

    private @Nullable String acceptLoss(Change.AcceptLoss accept) {
        return replicas.acceptLoss(accept, members.get(accept.fresh()));
    }

    /** The next config. */
    ClusterConfig finish() {
        ImmutableSortedMap<NodeId, Member> nextMembers = ImmutableSortedMap.copyOfSorted(members);
        String factor = ClusterConfig.REPLICATION_FACTOR;
        List<NodeId>[] targets = base.copyTargets();
        boolean sameFactor =
                Objects.equals(base.settings().get(factor), settings.values().get(factor));
        ClusterConfig next = new ClusterConfig(
                base.clusterId(),
                base.parameters(),
                base.generation(),
                base.configId() + 1,
                nextMembers,
                voters,
                replicas.finish(),
                targets,
                settings,
                base.journal().with(events));
        if (sameFactor && sameRing(nextMembers)) {
            return next;
        }
        return next.withTargets(RingTargets.next(nextMembers, next.replicationFactor(), targets));
    }

    private @Nullable String admit(Member member) {
        if (members.containsKey(member.id())) {
            return member.id().shortName() + " is a member already";
        }
        if (members.size() >= MAX_MEMBERS) {
            return "a cluster has at most " + MAX_MEMBERS + " members";
        }
        changeableMembers().put(member.id(), member.admittedIn(base.configId() + 1));
        note(MemberEvent.Kind.JOINED, member);
        return null;
    }

    private @Nullable String leave(NodeId node) {
        Member member = members.get(node);
        if (member == null) {
            return node.shortName() + " is not a member";
        }
        if (member.state() == MemberState.LEAVING) {
            return node.shortName() + " is leaving already";
        }
        if (member.takesPartitions()
                && members.values().stream().filter(Member::takesPartitions).count() == 1) {
            return node.shortName() + " is the last node that holds data, and nobody could take over its partitions";
        }
        changeableMembers().put(node, member.leaving());
        note(MemberEvent.Kind.LEAVING, member);
        return null;
    }

    private @Nullable String markFull(Change.MarkFull mark) {
        Member member = members.get(mark.author());
        if (member == null) {
            return mark.author().shortName() + " is not a member";
        }
        if (member.full() == mark.full()) {
            return mark.author().shortName() + (mark.full() ? " is full already" : " is not full");
        }
        changeableMembers().put(member.id(), member.full(mark.full()));
        note(mark.full() ? MemberEvent.Kind.FULL : MemberEvent.Kind.FULL_NO_MORE, member);
        return null;
    }

    private @Nullable String remove(NodeId node) {
        Member member = members.get(node);
        if (member == null) {
            return node.shortName() + " is not a member";
        }
        if (voters.contains(node)) {
            return node.shortName() + " is a voter; the same value must name voters without it first";
        }
        note(member.state() == MemberState.LEAVING ? MemberEvent.Kind.LEFT : MemberEvent.Kind.REMOVED, member);
        changeableMembers().remove(node);
        replicas.strikeOff(node);
        return null;
    }

    private void note(MemberEvent.Kind kind, Member member) {
        events.add(new MemberEvent(base.configId() + 1, kind, member.id(), member.address()));
    }

    private @Nullable String setVoters(List<NodeId> wanted) {
        if (wanted.isEmpty() || wanted.size() > MAX_VOTERS) {
            return "there are 1 to " + MAX_VOTERS + " voters, not " + wanted.size();
        }
        TreeSet<NodeId> distinct = new TreeSet<>(wanted);
        if (distinct.size() != wanted.size()) {
            return "a voter is named twice";
        }
        List<Member> ranked = new ArrayList<>();
        for (NodeId voter : distinct) {
            Member member = members.get(voter);
            if (member == null) {
                return "the voter " + voter.shortName() + " is not a member";
            }
            ranked.add(member);
        }
        long gone = base.voters().stream()
                .filter(voter -> !distinct.contains(voter))
                .count();
        long added = distinct.stream().filter(voter -> !base.isVoter(voter)).count();
        if (gone > 1 || added > 1) {
            return "one voter changes at a time; this would take " + gone + " away and add " + added;
        }
        ranked.sort(BY_AGE);
        List<NodeId> next = ranked.stream().map(Member::id).toList();
        if (next.equals(voters)) {
            return "these are the voters already";
        }
        voters = next;
        return null;
    }

    private @Nullable String setSetting(Change.SetSetting set) {
        String key = set.key();
        String refusal = Settings.refusal(base.parameters(), settings.values(), key, set.value());
        if (refusal != null) {
            return refusal;
        }
        if (settings.hasNonce(set.nonce())) {
            return "this very change of " + key + " was made already";
        }
        long version = settings.version(key);
        if (set.expectedVersion() != Change.SetSetting.ANY_VERSION && set.expectedVersion() != version) {
            return "the setting " + key + " has version " + version + ", not " + set.expectedVersion()
                    + ": somebody else changed it";
        }
        String previous = settings.values().get(key);
        if (Objects.equals(previous, set.value())) {
            return "the setting " + key + " has that value already";
        }
        settings = settings.with(new SettingRevision(
                base.configId() + 1,
                key,
                set.value(),
                previous,
                set.author(),
                set.by(),
                set.wallMillis(),
                set.nonce()));
        return null;
    }

    private SortedMap<NodeId, Member> changeableMembers() {
        if (members == base.members()) {
            members = new TreeMap<>(members);
        }
        return members;
    }

    /** Whether nothing changed that the ring looks at. */
    private boolean sameRing(ImmutableSortedMap<NodeId, Member> next) {
        return members == base.members() || ringView(base.members()).equals(ringView(next));
    }

    private static List<List<Object>> ringView(ImmutableSortedMap<NodeId, Member> members) {
        return members.values().stream()
                .filter(Member::takesPartitions)
                .map(member -> List.<Object>of(member.id(), member.zone(), member.weight()))
                .toList();
    }
}
