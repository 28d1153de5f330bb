package io.kith.node.wiring;

import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.BootstrapMessageCodec;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.MembershipCodec;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.PeerDoor;
import io.kith.replication.message.ReplicationMessageCodec;
import io.kith.transport.AddressLookup;
import io.kith.transport.Admission;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.EventLoops;
import io.kith.transport.FatalHandler;
import io.kith.transport.Hello;
import io.kith.transport.Intake;
import io.kith.transport.LinkListener;
import io.kith.transport.ListeningSocket;
import io.kith.transport.LocalNode;
import io.kith.transport.LoopPort;
import io.kith.transport.MemoryAccount;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.PeerLinks;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node's core and door on Netty's event loops: the first is the control loop, each of the others has a shard. It listens
 * from its construction on, and lets nobody in before {@link #open}.
 */
public final class NodeWiring implements AutoCloseable {
    private final WiringOptions options;
    private final NodeId id;
    private final Transport transport;
    private final EventLoops loops;
    private final Dialer dialer;
    private final ListeningSocket acceptor;
    private final NodeAddress advertised;
    private final NettyLoop controlLoop;
    private final List<NettyLoop> dataLoops;
    private final ClientConnections clients = new ClientConnections();
    private final NodeCore core;
    private final ClientDoor door;
    private final RefusedJoiners refusedJoiners = new RefusedJoiners();
    private final AtomicInteger nextClientLoop = new AtomicInteger();
    private volatile boolean open;

    /** Makes the core for what it is wired to; called on the control loop. */
    @FunctionalInterface
    public interface CoreFactory {
        /**
         * Makes the core.
         *
         * @param address where others reach the node
         * @param events tells clients, links and the log what happens
         * @param outlets its ways out to the sockets: proves others' addresses, tells how much is taken in
         */
        NodeCore core(
                NodeAddress address, Loop controlLoop, List<Loop> dataLoops, NodeEvents events, NodeOutlets outlets);
    }

    /**
     * Binds the address and starts the loops.
     *
     * @param events told what happens, after clients, links and the log
     * @param fatal told when protocol code failed
     * @throws IOException if it cannot listen; the message says why and what to do
     */
    public NodeWiring(WiringOptions options, CoreFactory cores, NodeEvents events, FatalHandler fatal)
            throws IOException {
        this.options = options;
        this.id = options.id();
        SecureRandom entropy = new SecureRandom();
        this.transport = transport(options.intake(), ProcessMeans.ofThisProcess(), fatal);
        this.loops = new EventLoops("kith-" + id.shortName(), 1 + options.dataLoops(), NetworkBackend.best(), true);
        boolean started = false;
        try {
            this.dialer = new Dialer(loops.backend(), transport);
            this.acceptor = ListeningSocket.bind(
                    options.listenHost(),
                    options.listenPort(),
                    loops.loop(0),
                    loops.backend(),
                    transport,
                    new LocalNode(id, options.cluster(), options.dataLoops()),
                    this::admit);
            this.advertised = options.reachedAt(acceptor.address());
            this.controlLoop = newLoop(0, ConnectionKind.NODE_CONTROL, entropy);
            List<NettyLoop> data = new ArrayList<>();
            for (int i = 0; i < options.dataLoops(); i++) {
                data.add(newLoop(i + 1, ConnectionKind.NODE_DATA, entropy));
            }
            this.dataLoops = List.copyOf(data);
            NodeEvents first = new WiredEvents(this, events);
            NodeOutlets outlets = new WiredOutlets(
                    new DialedProof(dialer, hello(ConnectionKind.NODE_CONTROL, 0), loops.loop(0)), transport.intake());
            this.core =
                    onControlLoop(() -> cores.core(advertised, controlLoop, List.copyOf(dataLoops), first, outlets));
            long heapBytes = Runtime.getRuntime().maxMemory();
            int valueLimitBytes = options.intake().valueLimitBytes();
            this.door = new ClientDoor(core, controlLoop, dataLoops, clients, heapBytes, valueLimitBytes);
            started = true;
        } finally {
            if (!started) {
                loops.close();
            }
        }
    }

    private static Transport transport(IntakeWishes wishes, ProcessMeans means, FatalHandler fatal) {
        return new Transport(
                MessageCodecs.of(
                        new MembershipCodec(),
                        new ConfigMessageCodec(),
                        new BootstrapMessageCodec(),
                        new ReplicationMessageCodec(),
                        new ClientMessageCodec()),
                TransportSettings.defaults()
                        .withMaxFrameBytes(wishes.valueLimitBytes() + TransportSettings.FRAME_SLACK_BYTES)
                        .withMaxHalfOpen(means.halfOpen())
                        .withMaxOutboundBytes(means.maxUnsentBytes(wishes)),
                new Intake(means.limits(wishes)),
                fatal);
    }

    private NettyLoop newLoop(int index, ConnectionKind kind, SecureRandom entropy) {
        int shard = Math.max(0, index - 1);
        PeerLinks links =
                new PeerLinks(loops.loop(index), dialer, hello(kind, shard), new Links(kind), entropy.nextLong());
        return new NettyLoop(new LoopPort(loops.loop(index), links, entropy.nextLong(), transport), links, clients);
    }

    private Hello hello(ConnectionKind kind, int shard) {
        return new Hello(kind, options.cluster(), id, advertised, null, shard);
    }

    private <T> T onControlLoop(Callable<T> task) {
        try {
            return loops.loop(0).submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the node was starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the node could not be started: " + e.getCause(), e.getCause());
        }
    }

    // ---- parts

    /** Where other nodes and clients reach it. */
    public NodeAddress address() {
        return advertised;
    }

    /** The protocol code. */
    public NodeCore core() {
        return core;
    }

    /** The way of clients to it. */
    public ClientDoor door() {
        return door;
    }

    /** The loop of membership and config. */
    public Loop controlLoop() {
        return controlLoop;
    }

    /** The way of clients in this process. */
    public LocalClients localClients() {
        MemoryAccount frames = transport.intake().frames(ConnectionKind.CLIENT);
        return new LocalClients(id, advertised, dataLoops.get(0), door, clients, frames);
    }

    // ---- connections

    /** Lets nodes and clients in. */
    public void open() {
        open = true;
    }

    /** Where the members are; called on the control loop. */
    void learn(Map<NodeId, NodeAddress> addresses) {
        controlLoop.links().members(addresses);
        for (NettyLoop loop : dataLoops) {
            loop.post(() -> loop.links().members(addresses));
        }
    }

    /** Who is refused admission, and why. */
    RefusedJoiners refusedJoiners() {
        return refusedJoiners;
    }

    /** Looks for neighbours, for as long as {@code search} wants any, at the addresses that {@code lookup} says. */
    public void look(NeighbourSearch search, AddressLookup lookup) {
        new SeedDialing(controlLoop.eventLoop(), dialer, hello(ConnectionKind.NODE_CONTROL, 0), lookup, search).start();
    }

    /** The node {@code node} was found at {@code address}; called on the control loop. */
    public void found(NodeAddress address, NodeId node) {
        controlLoop.links().learn(node, address);
        core.seedAnswered(node);
    }

    private Admission admit(Hello hello, SocketAddress from) {
        if (!open) {
            return new Admission.Refuse("this node is starting or ending; ask again, or ask another one");
        }
        String refusal = hello.kind() == ConnectionKind.CLIENT ? null : refusedJoiners.reason(hello.senderId());
        if (refusal != null) {
            return new Admission.Refuse(refusal);
        }
        return switch (hello.kind()) {
            case NODE_CONTROL -> {
                NodeAddress address = hello.senderAddress();
                if (address != null) {
                    controlLoop.post(() -> controlLoop.links().learn(hello.senderId(), address));
                }
                yield new Admission.Accept(
                        controlLoop.eventLoop(), new RemoteNode(peerDoor(dataLoops.size(), controlLoop)));
            }
            case NODE_DATA -> {
                int index = hello.shard() % dataLoops.size();
                NettyLoop loop = dataLoops.get(index);
                yield new Admission.Accept(loop.eventLoop(), new RemoteNode(peerDoor(index, loop)));
            }
            case CLIENT -> {
                int index = Math.floorMod(nextClientLoop.getAndIncrement(), dataLoops.size());
                NettyLoop loop = dataLoops.get(index);
                yield new Admission.Accept(loop.eventLoop(), new RemoteClient(door, clients, index, loop.clock()));
            }
        };
    }

    private PeerDoor peerDoor(int index, NettyLoop loop) {
        return new PeerDoor(id, core, door, index, loop);
    }

    private final class Links implements LinkListener {
        private final ConnectionKind kind;

        Links(ConnectionKind kind) {
            this.kind = kind;
        }

        @Override
        public void loopback(Message message) {
            core.handle(id, message);
        }

        @Override
        public void connectionLost(NodeId peer) {
            if (kind == ConnectionKind.NODE_CONTROL) {
                core.control().connectionLost(peer);
            }
        }

        @Override
        public void connectionRefused(NodeId peer) {
            if (kind == ConnectionKind.NODE_CONTROL) {
                core.control().connectionRefused(peer);
            }
        }
    }

    /** Lets nobody in any more, ends all connections and the loops. */
    @Override
    public void close() {
        open = false;
        core.stop();
        acceptor.close();
        controlLoop.post(() -> controlLoop.links().close());
        dataLoops.forEach(loop -> loop.post(() -> loop.links().close()));
        loops.close();
    }
}
