package io.kith.cli.cluster;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds members by what people type. */
public final class MemberLookup {

    private MemberLookup() {}

    /**
     * The member whose id is, or alone begins with, {@code prefix}.
     *
     * @throws IllegalArgumentException if there is none or more than one; the message lists who there is
     */
    public static NodeId byPrefix(ClusterConfig config, String prefix) {
        return byPrefix(config.members().keySet(), "member's", prefix);
    }

    /**
     * The node among the members, and those that partitions still list, whose id is, or alone begins with, {@code prefix}.
     *
     * @throws IllegalArgumentException if there is none or more than one; the message lists who there is
     */
    public static NodeId ofAnyByPrefix(ClusterConfig config, String prefix) {
        TreeSet<NodeId> known = new TreeSet<>(config.members().keySet());
        for (int p = 0; p < config.partitionCount(); p++) {
            known.addAll(config.partition(p).replicas());
        }
        return byPrefix(known, "node's", prefix);
    }

    private static NodeId byPrefix(SortedSet<NodeId> known, String whose, String prefix) {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        List<NodeId> found =
                known.stream().filter(id -> id.toString().startsWith(wanted)).toList();
        if (found.isEmpty() || wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "no " + whose + " id begins with '" + prefix + "'; there are " + names(List.copyOf(known)));
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + prefix + "' fits " + names(found) + "; give more digits of the id");
        }
        return found.get(0);
    }

    private static String names(List<NodeId> ids) {
        return String.join(", ", ids.stream().map(NodeId::toString).toList());
    }
}
