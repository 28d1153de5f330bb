package io.kith.replication;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.wire.ClientMessage;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardHost;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.oracle.CommitListener;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.ReplicaView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node whose replication is production's, and whose control loop is a script: it learns a config, heartbeats and is
 * asked to hand over exactly when the schedule says so.
 */
final class DirectedNode implements SimulatedNode {
    private static final ShardLimits LIMITS = new ShardLimits(64, 1 << 16, 64, 1 << 16, 1 << 12, 120, 1 << 16, 16, 3);

    private final String name;
    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final StoppableJournal journal = new StoppableJournal();
    private final Shard shard;
    private final List<Asked> asked = new ArrayList<>();
    private @Nullable ClusterConfig config;
    private String stopped = "";
    private final Set<Throwable> causes = new HashSet<>();
    private boolean mayFail;

    /** A change this node wanted, and the config under which it wanted it. */
    private record Asked(long configId, Change change) {}

    DirectedNode(String name, SimulatedProcess process, SafetyRules rules, CommitListener commits) {
        this.name = name;
        this.process = process;
        this.port = process.addLoop(this::handle);
        ShardHost host = new ShardHost() {
            @Override
            public void propose(long configId, Change change) {
                asked.add(new Asked(configId, change));
            }

            @Override
            public void partitionStopped(int partition, String whatNow, Throwable cause) {
                process.note(() -> "has stopped p" + partition + " by " + cause + ": " + whatNow);
                if (!mayFail) {
                    throw new SimulationFailure("EXCEPTION " + process + " has stopped p" + partition + ": " + cause);
                }
                stopped = whatNow;
                causes.add(cause);
            }

            @Override
            public void behind(NodeId peer) {
                process.note(() -> "is behind " + peer.shortName());
            }

            @Override
            public Journal journal() {
                return journal;
            }

            @Override
            public Commits commits() {
                return (partition, term, primary, entry, outcome) -> {
                    if (primary) {
                        commits.committed(partition, term, entry.sequence(), fingerprint(entry));
                    }
                };
            }
        };
        this.shard = new Shard(
                process.id(),
                new ShardSlice(0, 1),
                port,
                host,
                ReplicationTimes.defaults(),
                LIMITS,
                rules,
                port.loop()::isCurrent);
    }

    NodeId id() {
        return process.id();
    }

    SimulatedProcess process() {
        return process;
    }

    private void handle(NodeId from, Message message) {
        if (message instanceof ReplicationMessage replication) {
            shard.handle(from, replication);
        } else if (message instanceof ClientMessage.Read read) {
            shard.read(read, answering(from, read.correlation()));
        } else if (message instanceof ClientMessage.Write write) {
            shard.write(write, answering(from, write.correlation()));
        } else if (message instanceof ClientMessage.OpenSession open) {
            shard.openSession(open, answering(from, open.correlation()));
        }
    }

    private Responder answering(NodeId client, long correlation) {
        return (status, payload) -> port.send(client, new ClientMessage.Response(correlation, status, payload));
    }

    // ---- what the script does; each is a step of its loop

    /** Its disk persists nothing any more, until it goes on. */
    void stopDisk() {
        step(journal::stop);
    }

    /** Its disk goes on, with all that waits. */
    void startDisk() {
        step(journal::start);
    }

    /** Runs {@code task} on the node's loop. */
    void step(Runnable task) {
        port.loop().post(task);
    }

    void learn(ClusterConfig next) {
        step(() -> {
            process.note(() -> "learns config " + next.configId());
            config = next;
            shard.adopt(next);
        });
    }

    /** Answers the heartbeat that {@code peer} sent at {@code sentNanos}: gives it a grant, and read leases. */
    void answer(NodeId peer, long sentNanos) {
        long configId = configId();
        shard.gaveGrant(peer, configId, port.clock().nowNanos());
        shard.delegate(peer, sentNanos);
    }

    /** Hears the answer to the heartbeat it sent at {@code sentNanos}. */
    void answered(NodeId peer, long peerConfigId, long sentNanos) {
        shard.receivedGrant(peer, peerConfigId, sentNanos);
    }

    long configId() {
        return config == null ? 0 : config.configId();
    }

    /** Whether it wants {@code change} under the config that it holds. */
    boolean asks(Change change) {
        return asked.contains(new Asked(configId(), change));
    }

    /** What it said last of its partition being stopped. */
    String stopped() {
        return stopped;
    }

    /** How often its partition was stopped. */
    int timesStopped() {
        return causes.size();
    }

    /** That something fails here is what the schedule is about. */
    void mayFail() {
        mayFail = true;
    }

    // ---- for inspection

    ReplicaView view() {
        return replica(0);
    }

    @Override
    public @Nullable ConfigView config() {
        return config == null ? null : new DirectedConfig(config);
    }

    @Override
    public ReplicaView replica(int partition) {
        PartitionView view = shard.view(partition);
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
        return shard.view(partition).fallen();
    }

    @Override
    public boolean owns(int lane, int partition) {
        return lane == 0;
    }

    @Override
    public long fingerprint(int partition, long sequence) {
        LogEntry entry = shard.entry(partition, sequence);
        return entry == null ? 0 : fingerprint(entry);
    }

    private static long fingerprint(LogEntry entry) {
        LogCommand command = entry.command();
        long hash = RandomStreams.mix(entry.term() * 31 + command.session().low());
        hash = RandomStreams.mix(hash + command.opening() * 31 + command.number());
        return RandomStreams.mix(hash + Arrays.hashCode(command.operation())) | 1;
    }

    @Override
    public long digest(int partition) {
        return shard.digest(partition);
    }

    @Override
    public long waiting() {
        return shard.openWork();
    }

    @Override
    public void handOver(int partition, NodeId successor) {
        step(() -> shard.handOver(partition, successor));
    }

    // ---- the control loop's part, which is the script's here

    @Override
    public void create() {
        throw new IllegalStateException("the schedule decides the configs");
    }

    @Override
    public void join() {
        throw new IllegalStateException("the schedule decides the configs");
    }

    @Override
    public void seedAnswered(NodeId seed) {
        throw new IllegalStateException("the schedule decides the configs");
    }

    @Override
    public void leave() {
        throw new IllegalStateException("the schedule decides the configs");
    }

    @Override
    public void connectionRefused(NodeId peer) {
        throw new IllegalStateException("the schedule decides the configs");
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public boolean hasLeft() {
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
