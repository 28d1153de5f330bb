package io.kith.node.core;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.BootstrapMessage;
import io.kith.config.Change;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigMessage;
import io.kith.config.FoundingPlan;
import io.kith.config.Member;
import io.kith.membership.LinkReport;
import io.kith.membership.MembershipMessage;
import io.kith.replication.Shard;
import io.kith.replication.ShardSlice;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardHost;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.message.ReplicationMessage;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * All protocol code of one node, wired together, without a thread or a socket: a control loop with membership, config
 * and agreement, and data loops with a {@link Shard} each. Netty drives it in production, the simulator in tests.
 */
public final class NodeCore {
    private final ControlCore control;
    private final Loop controlLoop;
    private final ShardLoops shards;
    private final List<RelayingPort> relaying = new ArrayList<>();
    private final List<RelayStation> stations = new ArrayList<>();
    private final NodeId self;

    /**
     * Wires a node that does nothing until it is told to {@link #create}, {@link #join} or {@link #form} a cluster.
     *
     * @param member what the node will be as a member; its id names this start of the process
     * @param dataLoops one for each shard; may be the control loop too
     * @param events told what happens, on the control loop
     * @param outlets where what happens to the partitions and votes go besides this node's memory
     */
    public NodeCore(
            Member member,
            Loop controlLoop,
            List<Loop> dataLoops,
            NodeSetup setup,
            NodeEvents events,
            NodeOutlets outlets) {
        this.self = member.id();
        this.controlLoop = controlLoop;
        this.shards = new ShardLoops(List.copyOf(dataLoops));
        this.control = new ControlCore(member, controlLoop, shards, setup, this::reroute, events, outlets);
        for (int i = 0; i < shards.count(); i++) {
            Loop loop = dataLoops.get(i);
            RelayingPort port = new RelayingPort(self, loop.port(), setup.relays());
            relaying.add(port);
            stations.add(new RelayStation(loop.port(), setup.relays()));
            shards.add(new Shard(
                    self,
                    new ShardSlice(i, shards.count()),
                    port,
                    new Host(i, outlets),
                    setup.times().replication(),
                    setup.limits(),
                    setup.rules().replication(),
                    loop::isCurrent));
        }
        stations.add(new RelayStation(controlLoop.port(), setup.relays()));
    }

    private void reroute(SortedMap<NodeId, NodeId> relays) {
        for (int i = 0; i < relaying.size(); i++) {
            RelayingPort port = relaying.get(i);
            shards.loops().get(i).post(() -> port.relays(relays));
        }
    }

    private final class Host implements ShardHost {
        private final int index;
        private final NodeOutlets outlets;

        Host(int index, NodeOutlets outlets) {
            this.index = index;
            this.outlets = outlets;
        }

        @Override
        public void propose(long configId, Change change) {
            controlLoop.post(() -> control.proposeUnder(configId, change));
        }

        @Override
        public void behind(NodeId peer) {
            controlLoop.post(() -> control.behind(peer));
        }

        @Override
        public void stored(long bytes, boolean refused) {
            controlLoop.post(() -> control.stored(index, bytes, refused));
        }

        @Override
        public void copiesRefused(int partitions) {
            controlLoop.post(() -> control.fullness().copiesRefused(index, partitions));
        }

        @Override
        public void partitionStopped(int partition, String whatNow, Throwable cause) {
            controlLoop.post(() -> control.stopped().begins(partition, whatNow, cause));
        }

        @Override
        public void partitionGoesOn(int partition) {
            controlLoop.post(() -> control.stopped().ends(partition));
        }

        @Override
        public void ownCommandRefused(int partition, String reason) {
            controlLoop.post(() -> control.stopped().ownCommandRefused(partition, reason));
        }

        @Override
        public Journal journal() {
            return outlets.journal(index);
        }

        @Override
        public Commits commits() {
            return outlets.commits(index);
        }
    }

    /** The node's control loop part; to be called on that loop only. */
    public ControlCore control() {
        return control;
    }

    /** The shard of data loop {@code index}; to be called on that loop only. */
    public Shard shard(int index) {
        return shards.shard(index);
    }

    public int shardCount() {
        return shards.count();
    }

    /** The data loop that {@code partition} belongs to. */
    public int shardOf(int partition) {
        return Math.floorMod(partition, shards.count());
    }

    /** Creates a cluster of which this node is the only member. May be called from anywhere. */
    public void create(ClusterParameters parameters, int replicationFactor) {
        controlLoop.post(() -> control.create(parameters, replicationFactor));
    }

    /** Asks the nodes it is told of by {@link #seedAnswered} to admit it. May be called from anywhere. */
    public void join() {
        controlLoop.post(control::join);
    }

    /** Makes a cluster with others that do the same, or joins theirs if they have one. May be called from anywhere. */
    public void form(FoundingPlan plan) {
        controlLoop.post(() -> control.form(plan));
    }

    /** A node that may admit this one was found behind a seed address. May be called from anywhere. */
    public void seedAnswered(NodeId seed) {
        controlLoop.post(() -> control.seedAnswered(seed));
    }

    /** Takes a message of another node, on whatever loop it arrived. */
    public void handle(NodeId from, Message message) {
        if (message instanceof ReplicationMessage replication) {
            if (replication instanceof ReplicationMessage.OfPartition one) {
                shards.tell(shardOf(one.partition()), shard -> shard.handle(from, replication));
            } else {
                for (int i = 0; i < shards.count(); i++) {
                    if (shards.shard(i).isConcernedBy(replication)) {
                        shards.tell(i, shard -> shard.handle(from, replication));
                    }
                }
            }
        } else if (message instanceof MembershipMessage
                || message instanceof ConfigMessage
                || message instanceof BootstrapMessage) {
            controlLoop.post(() -> control.handle(from, message));
        }
    }

    /**
     * Takes a message of another node that came over a relay or is to be passed on, on loop {@code index} where it
     * arrived: a data loop, or the control loop if {@code index} is their number.
     */
    public void handleRelayed(int index, NodeId from, Relayed relayed) {
        if (!relayed.destination().equals(self)) {
            passOn(index, from, relayed);
        } else if (relayed.message() instanceof MembershipMessage membership) {
            controlLoop.post(() -> control.handleRelayed(from, relayed.origin(), membership));
        } else {
            handle(relayed.origin(), relayed.message());
        }
    }

    /** Passes on what another, or a client, has relayed over this node, if it may; for itself it takes nothing this way. */
    public void passOn(int index, NodeId from, Relayed relayed) {
        if (!relayed.destination().equals(self)) {
            stations.get(index).passOn(from, relayed);
        }
    }

    /** Serves a client's request on the data loop of its partition, which must be the caller's. */
    public void serve(ClientMessage request, Responder responder) {
        // Comparisons of classes, before anything else: nearly all requests are one of these two.
        if (request instanceof ClientMessage.Read read) {
            read(read, responder);
        } else if (request instanceof ClientMessage.Write write) {
            write(write, responder);
        } else if (!rarer(request, responder)) {
            responder.respond(ResponseStatus.BAD_REQUEST, new byte[0]);
        }
    }

    private boolean rarer(ClientMessage request, Responder responder) {
        return switch (request.kind()) {
            case READ -> read((ClientMessage.Read) request, responder);
            case WRITE -> write((ClientMessage.Write) request, responder);
            case OPEN_SESSION -> openSession((ClientMessage.OpenSession) request, responder);
            case RESPONSE -> false;
        };
    }

    private boolean read(ClientMessage.Read read, Responder responder) {
        shards.shard(shardOf(read.partition())).read(read, responder);
        return true;
    }

    private boolean write(ClientMessage.Write write, Responder responder) {
        shards.shard(shardOf(write.partition())).write(write, responder);
        return true;
    }

    private boolean openSession(ClientMessage.OpenSession open, Responder responder) {
        shards.shard(shardOf(open.partition())).openSession(open, responder);
        return true;
    }

    /** Tells {@code then}, on the control loop, what nodes report of their links. May be called from anywhere. */
    public void surveyLinks(Consumer<List<LinkReport>> then) {
        controlLoop.post(() -> then.accept(control.linkReports()));
    }

    /** How much work waits at this node, 0 to 255. May be called from anywhere. */
    public int queueHint() {
        return control.queueHint();
    }

    /** Stops all timers and serves nothing any more; other nodes will notice. May be called from anywhere. */
    public void stop() {
        controlLoop.post(control::stop);
        shards.tellAll(Shard::stop);
    }
}
