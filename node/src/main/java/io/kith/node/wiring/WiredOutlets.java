package io.kith.node.wiring;

import io.kith.config.AddressProof;
import io.kith.node.core.NodeOutlets;
import io.kith.node.view.IntakeUse;
import io.kith.transport.ConnectionCount;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Intake;
import io.kith.transport.MemoryAccount;

/** What a node finds out by dialling others, and tells of its sockets. */
record WiredOutlets(AddressProof proof, Intake sockets) implements NodeOutlets {
    @Override
    public IntakeUse intake() {
        MemoryAccount frames = sockets.frames(ConnectionKind.CLIENT);
        ConnectionCount connections = sockets.connections();
        return new IntakeUse(
                frames.reservedBytes(),
                frames.limitBytes(),
                frames.waitingCount(),
                connections.clients(),
                connections.maxClients(),
                sockets.answers().bytes(),
                sockets.answers().limitBytes());
    }
}
