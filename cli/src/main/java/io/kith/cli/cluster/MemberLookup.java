package io.kith.cli.cluster;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Locale;

/** Finds members by what people type. */
public final class MemberLookup {

    private MemberLookup() {}

    /**
     * The member whose id is, or alone begins with, {@code prefix}.
     *
     * @throws IllegalArgumentException if there is none or more than one; the message lists who there is
     */
    public static NodeId byPrefix(ClusterConfig config, String prefix) {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        List<NodeId> found = config.members().keySet().stream()
                .filter(id -> id.toString().startsWith(wanted))
                .toList();
        if (found.isEmpty() || wanted.isEmpty()) {
            throw new IllegalArgumentException("no member's id begins with '" + prefix + "'; the members are "
                    + names(config.members().keySet().asList()));
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
