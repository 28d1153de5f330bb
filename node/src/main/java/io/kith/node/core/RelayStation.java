package io.kith.node.core;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;

/** Passes on what others relay over this node, on one of its loops: directly to its destination, within limits. */
final class RelayStation {
    private final ProtocolPort direct;
    private final RelayBudget budget;

    RelayStation(ProtocolPort direct, RelayLimits limits) {
        this.direct = direct;
        this.budget = new RelayBudget(limits, direct.clock().nowNanos());
    }

    /** Passes {@code relayed} on; one that does not come from its origin has had its hop and is dropped. */
    void passOn(NodeId from, Relayed relayed) {
        if (from.equals(relayed.origin())
                && relayed.message().mayTakeDetour()
                && budget.take(relayed.message().weightBytes(), direct.clock().nowNanos())) {
            direct.send(relayed.destination(), relayed);
        }
    }
}
