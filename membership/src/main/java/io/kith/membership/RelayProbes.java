package io.kith.membership;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The probes that this node makes because others asked it to. */
final class RelayProbes {
    private static final int MAX_PENDING = 1_024;

    private final ProtocolPort port;
    private final ToLongFunction<NodeId> patienceNanos;
    private final SortedMap<Long, Pending> pending = new TreeMap<>();
    private long lastNonce;

    private record Pending(NodeId asker, long round, NodeId target, long deadlineNanos) {}

    RelayProbes(ProtocolPort port, ToLongFunction<NodeId> patienceNanos) {
        this.port = port;
        this.patienceNanos = patienceNanos;
    }

    void requested(NodeId asker, long round, NodeId target) {
        if (pending.size() >= MAX_PENDING) {
            port.send(asker, new ProbeAnswer(round, target, false));
            return;
        }
        lastNonce++;
        pending.put(
                lastNonce,
                new Pending(asker, round, target, port.clock().nowNanos() + patienceNanos.applyAsLong(target)));
        port.send(target, new Probe(lastNonce));
    }

    void acknowledged(NodeId from, long nonce) {
        Pending probe = pending.get(nonce);
        if (probe != null && probe.target().equals(from)) {
            pending.remove(nonce);
            port.send(probe.asker(), new ProbeAnswer(probe.round(), probe.target(), true));
        }
    }

    /** Tells those who asked for it what was not reached in time. */
    void tick(long nowNanos) {
        Iterator<Pending> probes = pending.values().iterator();
        while (probes.hasNext()) {
            Pending probe = probes.next();
            if (probe.deadlineNanos() - nowNanos <= 0) {
                probes.remove();
                port.send(probe.asker(), new ProbeAnswer(probe.round(), probe.target(), false));
            }
        }
    }
}
