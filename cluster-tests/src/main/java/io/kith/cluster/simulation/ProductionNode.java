package io.kith.cluster.simulation;

import io.kith.collections.ClientMessage;
import io.kith.collections.LogCommand;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigMessage;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.node.Loop;
import io.kith.node.NodeCore;
import io.kith.node.NodeListener;
import io.kith.node.NodeRules;
import io.kith.node.NodeTimes;
import io.kith.node.RelayLimits;
import io.kith.replication.LogEntry;
import io.kith.replication.PartitionView;
import io.kith.replication.ShardLimits;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.CommitListener;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.ReplicaView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A node of production code on simulated loops: one for each shard, and the control loop behind them. Clients' requests
 * arrive at the first and are passed to the loop of their partition.
 */
final class ProductionNode implements SimulatedNode {
    /** Small, so that a few writes fill queues, split appends and make copies of many pieces. */
    private static final ShardLimits LIMITS = new ShardLimits(64, 1 << 16, 64, 1_000, 300, 120, 1 << 16, 16, 3);

    static final int PORT = 7_000;

    private final SimulatedProcess process;
    private final ClusterOptions options;
    private final NodeCore core;
    private final Loop controlLoop;
    private final List<Loop> dataLoops = new ArrayList<>();
    private final TreeMap<NodeId, Long> toldClients = new TreeMap<>();
    private final TreeSet<NodeId> connectedClients = new TreeSet<>();
    private @Nullable ProductionConfig seen;

    ProductionNode(
            SimulatedProcess process,
            ClusterOptions options,
            NodeRules rules,
            RelayLimits relayLimits,
            CommitListener commits) {
        this.process = process;
        this.options = options;
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
                NodeTimes.defaults(),
                LIMITS.withMemory(options.memoryBytes(), Long.MAX_VALUE),
                relayLimits,
                rules,
                new Reader(),
                (partition, term, entry) -> commits.committed(partition, term, entry.sequence(), fingerprint(entry)));
    }

    /** Tells readers of the trace what happens here. */
    private final class Reader implements NodeListener {
        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            process.note(() -> "holds config " + next.configId() + " by " + changes);
        }

        @Override
        public void suspected(NodeId peer) {
            process.note(() -> "suspects " + peer.shortName());
        }

        @Override
        public void cleared(NodeId peer) {
            process.note(() -> "suspects " + peer.shortName() + " no more");
        }

        @Override
        public void rerouted(NodeId peer, @Nullable NodeId relay) {
            process.note(() -> "reaches " + peer.shortName()
                    + (relay == null ? " over nobody else any more" : " over " + relay.shortName()));
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
            public void post(Runnable task) {
                port.loop().post(task);
            }
        };
    }

    private void handle(int lane, NodeId from, Message message) {
        if (message instanceof ClientMessage.Read read) {
            serve(lane, from, read, read.partition(), read.configId());
        } else if (message instanceof ClientMessage.Write write) {
            serve(lane, from, write, write.partition(), write.configId());
        } else if (message instanceof ClientMessage.OpenSession open) {
            serve(lane, from, open, open.partition(), open.configId());
        } else if (connectedClients.contains(from)) {
            ofConnectedClient(lane, from, message);
        } else if (message instanceof Relayed relayed) {
            core.handleRelayed(lane, from, relayed);
        } else {
            core.handle(from, message);
        }
    }

    /** What a client says besides requests. Nothing is relayed for clients here. */
    private void ofConnectedClient(int lane, NodeId client, Message message) {
        if (message instanceof Heartbeat heartbeat) {
            ClusterConfig held = core.control().config();
            controlLoop.post(() -> update(client, heartbeat.configId()));
            dataLoops
                    .get(lane)
                    .port()
                    .send(
                            client,
                            new HeartbeatAnswer(
                                    heartbeat.sequence(),
                                    heartbeat.sentNanos(),
                                    heartbeat.configId(),
                                    held == null ? 0 : held.configId(),
                                    0,
                                    core.queueHint(),
                                    0));
        } else if (message instanceof ConfigMessage.PullConfig) {
            core.handle(client, message);
        }
    }

    @Override
    public void clientConnected(NodeId client) {
        connectedClients.add(client);
    }

    @Override
    public void clientDisconnected(NodeId client) {
        connectedClients.remove(client);
    }

    private void serve(int lane, NodeId client, ClientMessage request, int partition, long configId) {
        controlLoop.post(() -> update(client, configId));
        int shard = core.shardOf(partition);
        Loop loop = dataLoops.get(shard);
        Runnable serving = () -> core.serve(
                request,
                (status, payload) ->
                        loop.port().send(client, new ClientMessage.Response(request.correlation(), status, payload)));
        if (shard == lane) {
            serving.run();
        } else {
            loop.post(serving);
        }
    }

    /** Tells a client of the newest config, once a version. */
    private void update(NodeId client, long configId) {
        ClusterConfig newest = core.control().config();
        if (newest == null || Math.max(configId, toldClients.getOrDefault(client, 0L)) >= newest.configId()) {
            return;
        }
        ConfigMessage.ConfigUpdate update = core.control().configCore().updateSince(configId);
        if (update != null) {
            toldClients.put(client, newest.configId());
            controlLoop.port().send(client, update);
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
                view.lastSequence(),
                view.committedSequence(),
                view.primaryTerm(),
                view.active(),
                view.acknowledgeSet(),
                view.canRead(),
                view.delegatedTo());
    }

    @Override
    public long fingerprint(int partition, long sequence) {
        LogEntry entry = core.shard(core.shardOf(partition)).entry(partition, sequence);
        return entry == null ? 0 : fingerprint(entry);
    }

    private static long fingerprint(LogEntry entry) {
        LogCommand command = entry.command();
        long hash = RandomStreams.mix(entry.term() * 31 + command.session().low());
        hash = RandomStreams.mix(hash + command.opening() * 31 + command.number());
        hash = RandomStreams.mix(hash + command.floor() * 31 + command.timestampMillis());
        return RandomStreams.mix(hash + Arrays.hashCode(command.operation())) | 1;
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
