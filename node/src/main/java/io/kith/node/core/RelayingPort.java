package io.kith.node.core;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.Collections;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/** A loop's port that reaches nodes behind a dead link over another node. Protocol code does not notice. */
final class RelayingPort implements ProtocolPort {
    private final NodeId self;
    private final ProtocolPort direct;
    private final RelayBudget budget;
    private SortedMap<NodeId, NodeId> relays = Collections.emptySortedMap();

    RelayingPort(NodeId self, ProtocolPort direct, RelayLimits limits) {
        this.self = self;
        this.direct = direct;
        this.budget = new RelayBudget(limits, direct.clock().nowNanos());
    }

    /** The relay to use for each node behind a dead link; an unmodifiable map, shared by all loops. */
    void relays(SortedMap<NodeId, NodeId> next) {
        relays = next;
    }

    @Override
    public void send(NodeId to, Message message) {
        NodeId relay = relays.isEmpty() ? null : relays.get(to);
        if (relay != null
                && message.mayTakeDetour()
                && budget.take(message.weightBytes(), direct.clock().nowNanos())) {
            direct.send(relay, new Relayed(self, to, message));
        } else {
            direct.send(to, message);
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        return direct.schedule(delayNanos, task);
    }

    @Override
    public Clock clock() {
        return direct.clock();
    }

    @Override
    public RandomGenerator random() {
        return direct.random();
    }
}
