package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.config.VoteStore;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.core.NodeRules;
import io.kith.node.core.NodeSetup;
import io.kith.node.core.NodeTimes;
import io.kith.node.core.RelayLimits;
import io.kith.node.door.ClientConnections;
import io.kith.node.door.ClientDoor;
import io.kith.node.door.ClientLink;
import io.kith.node.door.PeerDoor;
import io.kith.node.door.Principal;
import io.kith.replication.PartitionView;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.MemoryJournal;
import io.kith.replication.message.ReplicationMessage;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.ReplicaView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of production code on simulated loops: one for each shard, and the control loop behind them. Clients are connected
 * to the first, and come through the door through which they come in production.
 */
final class ProductionNode implements SimulatedNode, CatalogHolder {
    /** Small, so that a few writes fill queues, split appends and make copies of many pieces, and reads take several turns. */
    private static final ShardLimits LIMITS =
            new ShardLimits(64, 1 << 16, 64, 1_000, 300, 120, 1 << 16, 16, 3).withSlices(2);

    static final int PORT = 7_000;
    private static final int VALUE_LIMIT_BYTES = 1 << 24;
    private static final int UNREAD_ONE_IN = 200;

    private final SimulatedProcess process;
    private final SimulatedClusterOptions options;
    private final NodeCore core;
    private final Loop controlLoop;
    private final List<Loop> dataLoops = new ArrayList<>();
    private final ClientConnections clients = new ClientConnections();
    private final TreeMap<NodeId, ClientLink> links = new TreeMap<>();
    private final ClientDoor door;
    private final List<PeerDoor> peers = new ArrayList<>();
    private final SplittableRandom unread;
    private @Nullable ProductionConfig seen;

    ProductionNode(
            SimulatedProcess process,
            SimulatedClusterOptions options,
            NodeRules rules,
            RelayLimits relayLimits,
            CommitWatch commits) {
        this.process = process;
        this.options = options;
        this.unread = new RandomStreams(process.id().low()).of("unread", 0);
        for (int i = 0; i < options.shards(); i++) {
            dataLoops.add(addLoop(i));
        }
        this.controlLoop = addLoop(options.shards());
        Member member = new Member(
                process.id(),
                addressOf(process),
                "zone " + process.index() % options.zones(),
                Member.DEFAULT_WEIGHT,
                false,
                MemberState.ACTIVE,
                0);
        this.core = new NodeCore(
                member,
                controlLoop,
                dataLoops,
                new NodeSetup(
                        NodeTimes.defaults(),
                        LIMITS.withMemory(options.memoryBytes(), Long.MAX_VALUE),
                        relayLimits,
                        rules),
                new Reader(commits),
                outlets(commits));
        this.door = new ClientDoor(core, controlLoop, dataLoops, clients, Long.MAX_VALUE, VALUE_LIMIT_BYTES);
        for (Loop loop : dataLoops) {
            peers.add(new PeerDoor(process.id(), core, door, peers.size(), loop));
        }
        peers.add(new PeerDoor(process.id(), core, door, peers.size(), controlLoop));
    }

    private NodeOutlets outlets(CommitWatch commits) {
        return new NodeOutlets() {
            @Override
            public Journal journal(int index) {
                return options.diskNanos() == 0
                        ? MemoryJournal.INSTANCE
                        : new SlowJournal(disk(dataLoops.get(index), index));
            }

            @Override
            public VoteStore votes() {
                return options.diskNanos() == 0 ? VoteStore.none() : new SlowVotes(disk(controlLoop, options.shards()));
            }

            private SlowDisk disk(Loop loop, int index) {
                RandomStreams streams = new RandomStreams(process.id().low());
                return new SlowDisk(loop.port(), streams.of("disk", index), options.diskNanos());
            }

            @Override
            public Commits commits(int index) {
                return new WatchedCommits(commits, ProductionNode.this::collections);
            }
        };
    }

    /** Tells clients and readers of the trace what happens here. */
    private final class Reader implements NodeEvents {
        private final CommitWatch watch;

        Reader(CommitWatch watch) {
            this.watch = watch;
        }

        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            process.note(() -> "holds config " + next.configId() + " by " + changes);
            door.configChanged(previous, next, changes);
        }

        @Override
        public void suspected(NodeId peer) {
            process.note(() -> "suspects " + peer.shortName());
            door.suspicion(peer, true);
        }

        @Override
        public void cleared(NodeId peer) {
            process.note(() -> "suspects " + peer.shortName() + " no more");
            door.suspicion(peer, false);
        }

        @Override
        public void rerouted(NodeId peer, @Nullable NodeId relay) {
            process.note(() -> "reaches " + peer.shortName()
                    + (relay == null ? " over nobody else any more" : " over " + relay.shortName()));
        }

        @Override
        public void partitionStopped(int partition, String whatNow, Throwable cause) {
            process.note(() -> "has stopped p" + partition + " by " + cause + ": " + whatNow);
            watch.failed(process, partition, cause);
        }

        @Override
        public void partitionGoesOn(int partition) {
            process.note(() -> "has p" + partition + " stopped no more");
        }

        @Override
        public void joinDelayed(String reason) {
            process.note(() -> "is not admitted: " + reason);
        }
    }

    /** Where it listens. */
    static NodeAddress addressOf(SimulatedProcess process) {
        return new NodeAddress("node-" + process.index(), PORT);
    }

    // ---- loops and messages

    private Loop addLoop(int lane) {
        SimulatedPort port = process.addLoop((from, message) -> handle(lane, from, message));
        return new Loop() {
            @Override
            public ProtocolPort port() {
                return port;
            }

            @Override
            public boolean isCurrent() {
                return port.loop().isCurrent();
            }

            @Override
            public void post(Runnable task) {
                port.loop().post(task);
            }
        };
    }

    /** On the connections of a data loop, nodes speak of partitions; what else comes there is of a client. */
    private void handle(int lane, NodeId from, Message message) {
        boolean ofNode = lane >= dataLoops.size()
                || message instanceof ReplicationMessage
                || (message instanceof Relayed && !links.containsKey(from));
        if (ofNode) {
            peers.get(lane).received(from, message);
        } else {
            door.received(linkTo(from), Principal.ANONYMOUS, lane, message);
        }
    }

    private ClientLink linkTo(NodeId client) {
        ClientLink link = links.get(client);
        if (link == null) {
            link = new ClientLink(
                    client,
                    message -> {
                        dataLoops.get(0).port().send(client, unlessUnread(message));
                        return true;
                    },
                    bytes -> true);
            links.put(client, link);
            clients.opened(link);
        }
        return link;
    }

    /** Now and then a client is told to ask again, as one is that has not taken what it was sent before, whatever was done. */
    private Message unlessUnread(Message message) {
        return message instanceof ClientMessage.Response response && unread.nextInt(UNREAD_ONE_IN) == 0
                ? new ClientMessage.Response(response.correlation(), ResponseStatus.RETRY, new byte[0])
                : message;
    }

    @Override
    public void clientConnected(NodeId client) {
        linkTo(client);
    }

    @Override
    public void clientDisconnected(NodeId client) {
        ClientLink link = links.remove(client);
        if (link != null) {
            clients.closed(link);
        }
    }

    // ---- commands

    @Override
    public void create() {
        core.create(
                new ClusterParameters(
                        "simulation", options.partitions(), options.leaseMillis(), options.clockDriftPerMille()),
                options.replicationFactor());
    }

    @Override
    public void join() {
        core.join();
    }

    @Override
    public void seedAnswered(NodeId seed) {
        core.seedAnswered(seed);
    }

    @Override
    public void leave() {
        controlLoop.post(() -> core.control().leave());
    }

    @Override
    public void connectionRefused(NodeId peer) {
        controlLoop.post(() -> core.control().connectionRefused(peer));
    }

    @Override
    public void handOver(int partition, NodeId successor) {
        int shard = core.shardOf(partition);
        dataLoops.get(shard).post(() -> core.shard(shard).handOver(partition, successor));
    }

    // ---- for inspection

    @Override
    public @Nullable ConfigView config() {
        ClusterConfig config = core.control().config();
        ProductionConfig last = seen;
        if (config == null || (last != null && last.isOf(config))) {
            return last;
        }
        ProductionConfig next = ProductionConfig.of(config);
        seen = next;
        return next;
    }

    @Override
    public boolean isAlone() {
        return core.control().isAlone();
    }

    @Override
    public boolean hasLeft() {
        ClusterConfig config = core.control().config();
        return config != null
                && core.control().isLeaving()
                && !config.isMember(process.id())
                && core.control().safeToStop();
    }

    @Override
    public boolean owns(int lane, int partition) {
        return core.shardOf(partition) == lane;
    }

    @Override
    public ReplicaView replica(int partition) {
        PartitionView view = core.shard(core.shardOf(partition)).view(partition);
        return new ReplicaView(
                view.adoptedTerm(),
                view.holdsData() && view.complete(),
                view.persistedSequence(),
                view.committedSequence(),
                view.primaryTerm(),
                view.active(),
                view.acknowledgeSet(),
                view.canRead(),
                view.delegatedTo());
    }

    @Override
    public boolean hasFallen(int partition) {
        return core.shard(core.shardOf(partition)).view(partition).fallen();
    }

    @Override
    public boolean isBetweenEntries(int partition) {
        return core.shard(core.shardOf(partition)).view(partition).unfinished();
    }

    @Override
    public long fingerprint(int partition, long sequence) {
        LogEntry entry = core.shard(core.shardOf(partition)).entry(partition, sequence);
        return entry == null ? 0 : WatchedCommits.fingerprint(entry);
    }

    @Override
    public List<CollectionView> collections(int partition) {
        return core.shard(core.shardOf(partition)).collections(partition);
    }

    @Override
    public long digest(int partition) {
        return core.shard(core.shardOf(partition)).digest(partition);
    }

    @Override
    public long waiting() {
        long waiting = 0;
        for (int i = 0; i < core.shardCount(); i++) {
            waiting += core.shard(i).openWork() + core.shard(i).openResults();
        }
        return waiting;
    }
}
