package io.kith.node.wiring;

import io.kith.node.core.Loop;
import io.kith.node.door.ClientConnections;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.LoopPort;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.PeerLinks;
import io.kith.transport.ProtocolPort;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Netty event loop as the loop of a node: messages go to other nodes, or to clients that are connected here. */
final class NettyLoop implements Loop, ProtocolPort {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final LoopPort port;
    private final PeerLinks links;
    private final ClientConnections clients;

    NettyLoop(LoopPort port, PeerLinks links, ClientConnections clients) {
        this.port = port;
        this.links = links;
        this.clients = clients;
    }

    PeerLinks links() {
        return links;
    }

    EventLoop eventLoop() {
        return port.eventLoop();
    }

    @Override
    public ProtocolPort port() {
        return this;
    }

    @Override
    public boolean isCurrent() {
        return port.eventLoop().inEventLoop();
    }

    @Override
    public void post(Runnable task) {
        try {
            port.post(task);
        } catch (RejectedExecutionException e) {
            // The loop has ended with its node, and nobody waits for the task any more.
            LOG.debug("a task came after the end of its loop", e);
        }
    }

    @Override
    public void send(NodeId to, Message message) {
        if (!clients.send(to, message)) {
            port.send(to, message);
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        if (delayNanos == 0) {
            // Runs at the end of this turn, after all messages that arrived in it.
            port.post(task);
            return () -> {};
        }
        return port.schedule(delayNanos, task);
    }

    @Override
    public Clock clock() {
        return port.clock();
    }

    @Override
    public RandomGenerator random() {
        return port.random();
    }
}
