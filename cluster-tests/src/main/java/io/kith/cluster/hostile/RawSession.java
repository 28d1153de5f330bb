package io.kith.cluster.hostile;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.ConnectionKind;
import io.kith.transport.NodeId;
import java.io.IOException;
import java.net.SocketException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A session on one partition, which asks for whatever operation it is given and does not wait for answers unless it must. */
final class RawSession implements AutoCloseable {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LOOK_NANOS = 200_000;
    /** So many requests before the last one keep their results. */
    private static final int KEPT = 400;

    private static final int MANY = 100;

    private final HostileSocket socket;
    private final int partition;
    private final long configId;
    private final NodeId id;
    private long opening;
    private long number;
    private long correlation;
    private long awaited;
    private ClientMessage.@Nullable Response answer;
    private long full;
    private long lost;

    private RawSession(HostileSocket socket, int partition, long configId, NodeId id) {
        this.socket = socket.tell(this::answered);
        this.partition = partition;
        this.configId = configId;
        this.id = id;
    }

    /** Connects to the primary of a partition, any one, and opens a session there. */
    static RawSession open(Victim victim, SplittableRandom random, Tally tally) throws IOException {
        int partition = victim.anyPartition(random);
        HostileSocket socket = HostileSocket.introduced(
                victim.primaryOf(partition, random),
                ConnectionKind.CLIENT,
                victim.cluster(),
                Wire.anyId(random),
                null,
                tally);
        RawSession session =
                new RawSession(socket, partition, victim.config().get().configId(), Wire.anyId(random));
        boolean open = false;
        try {
            session.opening = Results.number(session.await(session.sendOpen(session.id)));
            open = true;
        } finally {
            if (!open) {
                session.close();
            }
        }
        return session;
    }

    /** Whether it has closed itself, or run ahead of itself, so that nothing that it asks for is looked at any more. */
    boolean isLost() {
        return lost > MANY;
    }

    /** How often it was told that there is no memory left. */
    long full() {
        return full;
    }

    private void answered(ClientMessage.Response response) {
        if (response.status() == ResponseStatus.FULL) {
            full++;
        }
        if (response.status() == ResponseStatus.SESSION_UNKNOWN || response.status() == ResponseStatus.BELOW_FLOOR) {
            lost++;
        }
        if (response.correlation() == awaited) {
            answer = response;
        }
    }

    private byte[] await(long which) throws IOException {
        awaited = which;
        answer = null;
        socket.flush();
        long endNanos = System.nanoTime() + PATIENCE_NANOS;
        ClientMessage.Response found = null;
        while (found == null) {
            socket.drain();
            found = answer;
            if (found == null) {
                if (System.nanoTime() - endNanos > 0 || Thread.currentThread().isInterrupted()) {
                    throw new SocketException("no answer");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        if (found.status() != ResponseStatus.OK) {
            throw new SocketException("answered with " + found.status());
        }
        return found.payload();
    }

    /** Asks for a session of whatever name. */
    long sendOpen(NodeId session) throws IOException {
        socket.send(Wire.frame(new ClientMessage.OpenSession(++correlation, configId, partition, session)));
        return correlation;
    }

    /** Opens a collection and waits until it is open. */
    CollectionRef collection(CollectionType type, Incarnation incarnation) throws IOException {
        byte[] operation = PartitionOperations.openCollection(incarnation, type, "hostile", CollectionOptions.NONE);
        return new CollectionRef(type, incarnation, Results.number(await(write(operation))));
    }

    long write(byte[] operation) throws IOException {
        number++;
        return write(number, Math.max(1, number - KEPT), operation);
    }

    /** Sends a write under a number and floor of its own. */
    long write(long ownNumber, long floor, byte[] operation) throws IOException {
        long[] numbers = {opening, ownNumber, floor};
        socket.send(Wire.write(++correlation, configId, partition, id, numbers, operation));
        return correlation;
    }

    void read(byte[] operation) throws IOException {
        socket.send(readFrame(operation));
    }

    /** What asks for a read. */
    byte[] readFrame(byte[] operation) {
        return Wire.frame(new ClientMessage.Read(++correlation, configId, partition, operation));
    }

    /** Sees to it that all is on its way, and reads what was answered. */
    void exchange() throws IOException {
        socket.flush();
        socket.drain();
    }

    /** Sends what the connection takes, and reads nothing. */
    HostileSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
