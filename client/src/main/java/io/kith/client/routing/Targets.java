package io.kith.client.routing;

import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which node a request is sent to. */
final class Targets {
    private final LinkTable links;
    private final LinkMonitor monitor;
    private final SessionBook sessions;
    private final boolean readsFromReplicas;

    Targets(LinkTable links, LinkMonitor monitor, SessionBook sessions, RouterSettings settings) {
        this.links = links;
        this.monitor = monitor;
        this.sessions = sessions;
        this.readsFromReplicas = settings.readsFromReplicas();
    }

    /** The node to send {@code request} to, which may not be connected; null if none is known. */
    @Nullable
    NodeId of(Request request, ClusterConfig config, long nowNanos) {
        if (request.kind == Request.Kind.PROPOSE) {
            return monitor.memberNeighbour(request.target);
        }
        List<NodeId> replicas = config.partition(request.partition).replicas();
        if (mayReadAtReplica(request, nowNanos)) {
            NodeId chosen = monitor.replicaForRead(replicas, nowNanos);
            if (chosen != null) {
                return chosen;
            }
        }
        NodeId primary = replicas.get(0);
        // When nobody is left who could answer, any node says so, or knows better by now.
        return config.isMember(primary) ? primary : links.anyMemberUp(request.target);
    }

    /**
     * After a write of one's own the other replicas take a moment to learn that it was committed, and readers of its key
     * wait there for that; the primary knows.
     */
    private boolean mayReadAtReplica(Request request, long nowNanos) {
        return request.kind == Request.Kind.READ
                && readsFromReplicas
                && request.backoffs == 0
                && !sessions.wroteLately(request.partition, nowNanos);
    }

    /** Whether a node that a request was sent to may still answer it. */
    boolean isFitting(NodeId target, Request request, ClusterConfig config) {
        if (request.kind == Request.Kind.PROPOSE) {
            return links.isUp(target);
        }
        PartitionReplicas replicas = config.partition(request.partition);
        return target.equals(replicas.primary())
                || (request.kind == Request.Kind.READ && readsFromReplicas && replicas.lists(target));
    }
}
