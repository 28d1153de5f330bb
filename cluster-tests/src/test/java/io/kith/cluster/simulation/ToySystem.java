package io.kith.cluster.simulation;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.ReplicaView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * A replicated map without failover: one config for ever, each partition's first replica orders, all acknowledge, any
 * replica that holds nothing uncommitted reads. Right as long as nobody dies, and wrong in one way if asked to be.
 */
final class ToySystem implements SystemUnderTest {

    /** How the toy misbehaves. */
    enum Flaw {
        NONE,
        COMMITS_WITHOUT_ALL,
        READS_WITH_PENDING_WRITES,
        FORGETS_A_REPLICA
    }

    private static final long TICK_NANOS = 20_000_000L;

    private final Flaw flaw;
    private final List<NodeId> members = new ArrayList<>();
    private ToyConfig config;

    ToySystem(Flaw flaw) {
        this.flaw = flaw;
    }

    private record ToyConfig(List<NodeId> members, int partitionCount) implements ConfigView, Message {
        @Override
        public long generation() {
            return 1;
        }

        @Override
        public long configId() {
            return 1;
        }

        @Override
        public List<NodeId> voters() {
            return members;
        }

        @Override
        public int replicationFactor() {
            return members.size();
        }

        @Override
        public long term(int partition) {
            return 1;
        }

        @Override
        public List<NodeId> replicas(int partition) {
            List<NodeId> rotated = new ArrayList<>(members);
            Collections.rotate(rotated, partition);
            return rotated;
        }

        @Override
        public List<NodeId> target(int partition) {
            return replicas(partition);
        }
    }

    private record AskForConfig() implements Message {}

    private record Append(int partition, List<LogCommand> commands, long committed) implements Message {}

    private record Acknowledge(int partition, long sequence) implements Message {}

    @Override
    public MessageCodecs codecs() {
        return null;
    }

    @Override
    public SimulatedNode newNode(SimulatedProcess process, SimulatedClusterOptions options, CommitWatch commits) {
        members.add(process.id());
        if (members.size() == options.nodes()) {
            config = new ToyConfig(List.copyOf(members), options.partitions());
        }
        return new ToyNode(process, options.partitions(), commits);
    }

    @Override
    public Message askForConfig(ConfigView held) {
        return new AskForConfig();
    }

    @Override
    public ConfigView configAfter(ConfigView held, Message message) {
        return message instanceof ToyConfig received ? received : held;
    }

    @Override
    public Workload newWorkload(WorkloadOptions options) {
        return new MapWorkload(options);
    }

    private final class ToyNode implements SimulatedNode {
        private final SimulatedProcess process;
        private final SimulatedPort port;
        private final CommitWatch commits;
        private final List<ToyPartition> partitions = new ArrayList<>();

        private ToyNode(SimulatedProcess process, int partitionCount, CommitWatch commits) {
            this.process = process;
            this.commits = commits;
            this.port = process.addLoop(this::handle);
            for (int p = 0; p < partitionCount; p++) {
                partitions.add(new ToyPartition(p));
            }
            port.schedule(TICK_NANOS, this::tick);
        }

        private void tick() {
            if (config != null) {
                partitions.forEach(ToyPartition::spread);
            }
            port.schedule(TICK_NANOS, this::tick);
        }

        private void handle(NodeId from, Message message) {
            if (message instanceof AskForConfig) {
                port.send(from, config);
            } else if (message instanceof Append append) {
                partitions.get(append.partition()).append(from, append);
            } else if (message instanceof Acknowledge acknowledge) {
                partitions.get(acknowledge.partition()).acknowledged(from, acknowledge.sequence());
            } else if (message instanceof ClientMessage.Read read) {
                partitions.get(read.partition()).read(from, read);
            } else if (message instanceof ClientMessage.Write write) {
                ToyPartition partition = partitions.get(write.partition());
                partition.order(
                        from,
                        write.correlation(),
                        write.session(),
                        write.opening(),
                        write.number(),
                        write.floor(),
                        write.operation());
            } else if (message instanceof ClientMessage.OpenSession open) {
                partitions
                        .get(open.partition())
                        .order(from, open.correlation(), open.session(), 0, 0, 0, PartitionOperations.openSession());
            }
        }

        @Override
        public void create() {}

        @Override
        public void join() {}

        @Override
        public void seedAnswered(NodeId seed) {}

        @Override
        public void leave() {}

        @Override
        public void connectionRefused(NodeId peer) {}

        @Override
        public void handOver(int partition, NodeId successor) {}

        @Override
        public ConfigView config() {
            return config;
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
        public boolean owns(int lane, int partition) {
            return true;
        }

        @Override
        public ReplicaView replica(int partition) {
            return config == null ? ReplicaView.NONE : partitions.get(partition).view();
        }

        @Override
        public long fingerprint(int partition, long sequence) {
            List<LogCommand> log = partitions.get(partition).log;
            return sequence <= log.size() ? fingerprint(log.get((int) sequence - 1)) : 0;
        }

        private long fingerprint(LogCommand command) {
            return RandomStreams.mix(command.session().low() + command.number() * 31 + command.sequence()) | 1;
        }

        @Override
        public long digest(int partition) {
            return partitions.get(partition).state.digest();
        }

        @Override
        public long waiting() {
            return partitions.stream().mapToLong(p -> p.answers.size()).sum();
        }

        private final class ToyPartition {
            private final int index;
            private final List<LogCommand> log = new ArrayList<>();
            private final TreeMap<NodeId, Long> acknowledged = new TreeMap<>();
            private final TreeMap<Long, Answer> answers = new TreeMap<>();
            private final PartitionState state = new PartitionStates(Kinds.all()).empty();
            private long committed;

            private ToyPartition(int index) {
                this.index = index;
            }

            private boolean isPrimary() {
                return config.replicas(index).get(0).equals(process.id());
            }

            private List<NodeId> awaited() {
                List<NodeId> awaited = new ArrayList<>(config.replicas(index));
                if (flaw == Flaw.FORGETS_A_REPLICA) {
                    awaited.remove(awaited.size() - 1);
                }
                return awaited;
            }

            private ReplicaView view() {
                return new ReplicaView(
                        1,
                        true,
                        log.size(),
                        committed,
                        isPrimary() ? 1 : 0,
                        isPrimary(),
                        isPrimary() ? awaited() : List.of(),
                        true,
                        List.of());
            }

            private void order(
                    NodeId client,
                    long correlation,
                    NodeId session,
                    long opening,
                    long number,
                    long floor,
                    byte[] operation) {
                if (!isPrimary()) {
                    port.send(client, new ClientMessage.Response(correlation, ResponseStatus.NOT_HERE, new byte[0]));
                    return;
                }
                LogCommand command = new LogCommand(
                        log.size() + 1,
                        session,
                        opening,
                        number,
                        floor,
                        process.clock().wallMillis(),
                        operation);
                log.add(command);
                answers.put(command.sequence(), new Answer(client, correlation));
                spread();
                commitWhatCan();
            }

            private void spread() {
                if (!isPrimary()) {
                    return;
                }
                for (NodeId replica : config.replicas(index)) {
                    if (!replica.equals(process.id())) {
                        int from = (int) (long) acknowledged.getOrDefault(replica, 0L);
                        port.send(replica, new Append(index, List.copyOf(log.subList(from, log.size())), committed));
                    }
                }
            }

            private void append(NodeId primary, Append append) {
                for (LogCommand command : append.commands()) {
                    if (command.sequence() == log.size() + 1) {
                        log.add(command);
                    }
                }
                apply(Math.min(append.committed(), log.size()));
                port.send(primary, new Acknowledge(index, log.size()));
            }

            private void acknowledged(NodeId replica, long sequence) {
                acknowledged.merge(replica, sequence, Math::max);
                commitWhatCan();
            }

            private void commitWhatCan() {
                long all = log.size();
                for (NodeId replica : awaited()) {
                    if (!replica.equals(process.id()) && flaw != Flaw.COMMITS_WITHOUT_ALL) {
                        all = Math.min(all, acknowledged.getOrDefault(replica, 0L));
                    }
                }
                boolean more = committed < all;
                for (long sequence = committed + 1; sequence <= all; sequence++) {
                    commits.committed(index, 1, sequence, fingerprint(log.get((int) sequence - 1)));
                    apply(sequence);
                }
                if (more) {
                    spread();
                }
            }

            private void apply(long through) {
                while (committed < through) {
                    LogCommand command = log.get((int) committed++);
                    List<Completion> completions = state.apply(command);
                    Answer answer = answers.remove(command.sequence());
                    if (answer != null) {
                        Completion completion = completions.get(0);
                        port.send(
                                answer.client(),
                                new ClientMessage.Response(
                                        answer.correlation(), completion.status(), completion.payload()));
                    }
                }
            }

            private void read(NodeId client, ClientMessage.Read read) {
                boolean pending = !isPrimary() && committed < log.size();
                if (pending && flaw != Flaw.READS_WITH_PENDING_WRITES) {
                    port.send(
                            client, new ClientMessage.Response(read.correlation(), ResponseStatus.RETRY, new byte[0]));
                    return;
                }
                ResponseValue value = state.read(read.operation());
                port.send(client, new ClientMessage.Response(read.correlation(), value.status(), value.payload()));
            }
        }
    }

    private record Answer(NodeId client, long correlation) {}
}
