package io.kith.client.connect;

import io.kith.client.loop.InProcessNode;
import io.kith.client.loop.NodeLink;
import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigMessage;
import io.kith.config.Genesis;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster of one node in memory: the real state of every partition, without replication. */
final class FakeNode implements InProcessNode {
    private static final NodeId ID = new NodeId(1, 1);
    private static final NodeAddress ADDRESS = new NodeAddress("fake", 7400);

    private record Asked(NodeLink.Receiver receiver, long correlation) {}

    private record Key(int partition, NodeId session, long opening, long number) {}

    private final ClusterConfig config;
    private final PartitionState[] partitions;
    private final long[] sequences;
    private final Map<Key, Asked> waiting = new HashMap<>();
    private long wallMillis = 1;
    private int requests;
    private Thread lastSender;
    private int links;
    private int deafTo;
    private boolean silent;
    private boolean losesDestructions;
    private int lostDestructions;
    private List<Runnable> held;

    FakeNode(int partitionCount) {
        Member member =
                new Member(ID, ADDRESS, Member.DEFAULT_ZONE, Member.DEFAULT_WEIGHT, false, MemberState.ACTIVE, 1);
        config = Genesis.config(new NodeId(7, 7), new ClusterParameters("fake", partitionCount, 1_000, 10), member, 1);
        partitions = new PartitionState[partitionCount];
        for (int i = 0; i < partitionCount; i++) {
            partitions[i] = new PartitionStates(Kinds.all()).empty();
        }
        sequences = new long[partitionCount];
    }

    /** How many requests have come in. */
    synchronized int requests() {
        return requests;
    }

    /** The client's thread that sent the last request. */
    synchronized Thread lastSender() {
        return lastSender;
    }

    /** Answers no reads and writes any more. */
    synchronized void fallSilent() {
        silent = true;
    }

    /** Moves the primaries' clock on and lets expire what is due. */
    synchronized void passMillis(long millis) {
        wallMillis += millis;
        for (int p = 0; p < partitions.length; p++) {
            for (byte[] expiry : partitions[p].nextExpiries(wallMillis, Integer.MAX_VALUE)) {
                apply(p, LogCommand.NO_SESSION, 0, 0, 0, expiry);
            }
        }
    }

    /** Makes all partitions forget their sessions. */
    synchronized void forgetSessions() {
        wallMillis += 1_000;
        for (int p = 0; p < partitions.length; p++) {
            for (byte[] expiry : partitions[p].silentSessions(wallMillis, Integer.MAX_VALUE)) {
                apply(p, LogCommand.NO_SESSION, 0, 0, 0, expiry);
            }
        }
    }

    @Override
    public NodeId id() {
        return ID;
    }

    @Override
    public NodeAddress address() {
        return ADDRESS;
    }

    @Override
    public NodeLink connect(NodeId client, NodeLink.Receiver receiver) {
        int generation = connected();
        return new NodeLink() {
            @Override
            public boolean send(Message message) {
                if (hears(generation)) {
                    receive(message, receiver);
                }
                return true;
            }

            @Override
            public void close() {
                receiver.closed("closed by the client");
            }
        };
    }

    /** Lets requests wait until {@link #release}. */
    synchronized void hold() {
        held = new ArrayList<>();
    }

    /** How many requests wait. */
    synchronized int held() {
        return held == null ? 0 : held.size();
    }

    /** Answers the requests that wait, and the further ones. */
    synchronized void release() {
        List<Runnable> waitingRequests = held;
        held = null;
        if (waitingRequests != null) {
            waitingRequests.forEach(Runnable::run);
        }
    }

    private synchronized int connected() {
        return ++links;
    }

    private synchronized boolean hears(int link) {
        return link > deafTo;
    }

    /** Hears nothing any more of the clients that are connected now. */
    synchronized void cutOffAll() {
        deafTo = links;
    }

    /** Loses what destroys a collection in a partition from now on. */
    synchronized void loseDestructions() {
        losesDestructions = true;
    }

    /** How many destructions were lost. */
    synchronized int lostDestructions() {
        return lostDestructions;
    }

    /** Loses none any more. */
    synchronized void loseNoDestructions() {
        losesDestructions = false;
    }

    private synchronized void receive(Message message, NodeLink.Receiver receiver) {
        if (losesDestructions
                && message instanceof ClientMessage.Write write
                && Arrays.equals(
                        Arrays.copyOf(write.operation(), 2),
                        Arrays.copyOf(PartitionOperations.destroyCollection(new Incarnation(1, 2)), 2))) {
            lostDestructions++;
            return;
        }
        if (held != null) {
            held.add(() -> receive(message, receiver));
            return;
        }
        if (message instanceof ConfigMessage.PullConfig pull && pull.configId() < config.configId()) {
            receiver.received(new ConfigMessage.FullConfig(config));
        }
        if (message instanceof Heartbeat beat && !silent) {
            receiver.received(new HeartbeatAnswer(
                    beat.sequence(), beat.sentNanos(), beat.configId(), config.configId(), 0, 0, 0));
        }
        if (!(message instanceof ClientMessage request) || silent) {
            return;
        }
        requests++;
        lastSender = Thread.currentThread();
        if (request instanceof ClientMessage.Read read) {
            ResponseValue found = partitions[read.partition()].read(read.operation());
            receiver.received(new ClientMessage.Response(read.correlation(), found.status(), found.payload()));
        } else if (request instanceof ClientMessage.Write write) {
            waiting.put(
                    new Key(write.partition(), write.session(), write.opening(), write.number()),
                    new Asked(receiver, write.correlation()));
            apply(
                    write.partition(),
                    write.session(),
                    write.opening(),
                    write.number(),
                    write.floor(),
                    write.operation());
        } else if (request instanceof ClientMessage.OpenSession open) {
            waiting.put(new Key(open.partition(), open.session(), 0, 0), new Asked(receiver, open.correlation()));
            apply(open.partition(), open.session(), 0, 0, 0, PartitionOperations.openSession());
        }
    }

    private void apply(int partition, NodeId session, long opening, long number, long floor, byte[] operation) {
        LogCommand command =
                new LogCommand(++sequences[partition], session, opening, number, floor, wallMillis, operation);
        for (Completion done : partitions[partition].apply(command)) {
            Asked asked = waiting.remove(new Key(partition, done.session(), done.opening(), done.number()));
            if (asked != null) {
                ResponseStatus status = done.status();
                asked.receiver().received(new ClientMessage.Response(asked.correlation(), status, done.payload()));
            }
        }
    }
}
