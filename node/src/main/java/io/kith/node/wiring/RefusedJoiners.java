package io.kith.node.wiring;

import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who was refused admission of late, and why. Whom nobody reaches can be told so on its own connections alone: the next
 * ones that it opens are refused with that reason.
 */
final class RefusedJoiners {
    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_NODES = 1_024;

    private record Refused(String reason, long sinceNanos) {}

    private final Map<NodeId, Refused> nodes = new LinkedHashMap<>();

    /** {@code node} is refused; that counts from the first time on, so that it can ask again. */
    synchronized void refused(NodeId node, String reason) {
        if (reason(node) == null) {
            if (nodes.size() >= MAX_NODES) {
                nodes.remove(nodes.keySet().iterator().next());
            }
            nodes.remove(node);
            nodes.put(node, new Refused(reason, System.nanoTime()));
        }
    }

    /** These are members. */
    synchronized void admitted(Collection<NodeId> members) {
        nodes.keySet().removeAll(members);
    }

    /** Why {@code node} was refused of late; null if it was not. */
    synchronized @Nullable String reason(NodeId node) {
        Refused refused = nodes.get(node);
        return refused != null && System.nanoTime() - refused.sinceNanos() < LATELY_NANOS ? refused.reason() : null;
    }
}
