package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Those that partitions list though they are no members any more, as they were their last replicas: for how long each has
 * been silent, and whether it is back. What they hold is given up only once they have been silent for long, or an operator
 * says of each by name that it is gone for good; and never while one of them asks to be admitted again.
 */
final class LostHolders {
    /** Who has been silent for so long is taken to be gone for good. */
    static final long GONE_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Who was heard so lately after its removal is back; it asks for admission several times in that time. */
    private static final long BACK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ProtocolPort port;
    private final PeerHealth health;
    private final ConfigRules rules;
    private final TreeMap<NodeId, Holder> holders = new TreeMap<>();

    /**
     * One of them.
     *
     * @param silentSinceNanos when it was last heard, or seen to be lost if that is not known
     * @param isHeard whether it was heard since its removal
     */
    private record Holder(String address, long silentSinceNanos, boolean isHeard) {}

    LostHolders(ProtocolPort port, PeerHealth health, ConfigRules rules) {
        this.port = port;
        this.health = health;
        this.rules = rules;
    }

    /** {@code next} has taken the place of {@code previous}; what is known of the members before still is. */
    void begin(@Nullable ClusterConfig previous, ClusterConfig next) {
        if (Coverages.knownAfter(previous, next).withStrangers() == 0) {
            holders.clear();
            return;
        }
        TreeSet<NodeId> lost = new TreeSet<>();
        for (int p = 0; p < next.partitionCount(); p++) {
            List<NodeId> replicas = next.partition(p).replicas();
            if (replicas.stream().noneMatch(next::isMember)) {
                lost.addAll(replicas);
            }
        }
        holders.keySet().retainAll(lost);
        for (NodeId node : lost) {
            if (!holders.containsKey(node)) {
                Member member = previous == null ? null : previous.member(node);
                String address = member == null ? "" : " at " + member.address();
                holders.put(node, new Holder(address, now() - health.silenceNanos(node), false));
            }
        }
    }

    /** {@code node} said something, whatever it was. */
    void heard(NodeId node) {
        holders.computeIfPresent(node, (key, holder) -> new Holder(holder.address(), now(), true));
    }

    /** Why nobody may take what {@code accept} names for lost, whatever an operator says; null if one may. */
    @Nullable
    String objection(ClusterConfig config, Change.AcceptLoss accept) {
        if (!rules.backIsNotLost() || !accept.isIn(config)) {
            return null;
        }
        for (NodeId node : config.partition(accept.partition()).replicas()) {
            Holder holder = holders.get(node);
            if (holder != null && holder.isHeard() && now() - holder.silentSinceNanos() < BACK_NANOS) {
                return node.shortName() + holder.address() + " is back with partition " + accept.partition()
                        + ": nothing has to be given up once it is a member again, which takes a moment";
            }
        }
        return null;
    }

    /**
     * Why what {@code accept} names may not be taken for lost on behalf of an operator; null if it may.
     *
     * @param gone of whom the operator says that they are gone for good
     */
    @Nullable
    String refusal(ClusterConfig config, Change.AcceptLoss accept, Collection<NodeId> gone) {
        String objection = objection(config, accept);
        if (objection != null || !rules.silentIsNotLost() || !accept.isIn(config)) {
            return objection;
        }
        List<String> silent = new ArrayList<>();
        List<NodeId> unnamed = new ArrayList<>();
        for (NodeId node : config.partition(accept.partition()).replicas()) {
            Holder holder = holders.get(node);
            if (holder != null && !gone.contains(node) && now() - holder.silentSinceNanos() < GONE_NANOS) {
                silent.add(described(node, holder.address(), now() - holder.silentSinceNanos()));
                unnamed.add(node);
            }
        }
        return mayStillLive(silent, unnamed);
    }

    /**
     * Why {@code config} may not go on with {@code survivors} alone; null if it may.
     *
     * @param gone of whom the operator says that they are gone for good
     */
    @Nullable
    String refusal(ClusterConfig config, Collection<NodeId> survivors, Collection<NodeId> gone) {
        List<String> silent = new ArrayList<>();
        List<NodeId> unnamed = new ArrayList<>();
        for (Member member : config.members().values()) {
            NodeId node = member.id();
            if (survivors.contains(node)) {
                continue;
            }
            if (rules.backIsNotLost() && health.hearsWell(node)) {
                return node.shortName() + " at " + member.address() + " answers this node: it is not gone";
            }
            long silentNanos = health.silenceNanos(node);
            if (rules.silentIsNotLost() && !gone.contains(node) && silentNanos < GONE_NANOS) {
                silent.add(described(node, " at " + member.address(), silentNanos));
                unnamed.add(node);
            }
        }
        return mayStillLive(silent, unnamed);
    }

    private static String described(NodeId node, String address, long silentNanos) {
        return node.shortName() + address + " (silent for " + TimeUnit.NANOSECONDS.toSeconds(silentNanos) + " s)";
    }

    private static @Nullable String mayStillLive(List<String> silent, List<NodeId> unnamed) {
        if (unnamed.isEmpty()) {
            return null;
        }
        List<String> options =
                unnamed.stream().map(node -> "--lost " + node.shortName()).toList();
        return "there may still live " + String.join(", ", silent) + "; what they hold is given up once they have been"
                + " silent for " + TimeUnit.NANOSECONDS.toMinutes(GONE_NANOS) + " minutes. Bring them back, or, if they"
                + " are gone for good, say so: " + String.join(" ", options);
    }

    private long now() {
        return port.clock().nowNanos();
    }
}
