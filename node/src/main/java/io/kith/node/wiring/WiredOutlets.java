package io.kith.node.wiring;

import io.kith.config.AddressProof;
import io.kith.node.core.NodeOutlets;
import io.kith.node.view.IntakeUse;
import io.kith.node.view.MemoryUse;
import io.kith.transport.ConnectionCount;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Intake;
import io.kith.transport.MemoryAccount;
import java.util.List;

/** What a node finds out by dialling others, and tells of its sockets. */
record WiredOutlets(AddressProof proof, Intake intake) implements NodeOutlets {
    @Override
    public List<Long> figures(MemoryUse memory) {
        MemoryAccount frames = intake.frames(ConnectionKind.CLIENT);
        ConnectionCount connections = intake.connections();
        return new IntakeUse(
                        frames.reservedBytes(),
                        frames.limitBytes(),
                        frames.waitingCount(),
                        connections.clients(),
                        connections.maxClients())
                .figuresBehind(memory);
    }
}
