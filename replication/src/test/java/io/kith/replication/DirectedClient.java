package io.kith.replication;

import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterConfig;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.history.CheckResult;
import io.kith.simulation.history.HistoryRecorder;
import io.kith.simulation.history.LinearizabilityChecker;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that sends each request exactly where and when the schedule says, and whose history is judged. */
final class DirectedClient {
    private static final String MAP = "map";
    private static final CollectionRef MAP_REF = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(3, 9));
    private static final int SESSION_CORRELATION = -1;
    private static final int MAP_CORRELATION = -2;

    private final SimulatedWorld world;
    private final SimulatedPort port;
    private final HistoryRecorder<MapCall> recorder = new HistoryRecorder<>();
    private final List<Call> calls = new ArrayList<>();
    private final NodeId session = new NodeId(3, 9);
    private long opening;
    private boolean mapIsDestroyed;
    private long lastNumber;
    private long configId;

    DirectedClient(SimulatedWorld world) {
        this.world = world;
        SimulatedProcess process = world.addProcess("client", 0);
        this.port = process.addLoop(this::handle);
    }

    /** A request, and what became of it. */
    final class Call {
        private final HistoryRecorder<MapCall>.@Nullable Invocation invocation;
        private final byte[] operation;
        private final boolean read;
        private final long number;
        private final long correlation = calls.size();
        private final boolean afterDestruction = mapIsDestroyed;
        private @Nullable ResponseStatus status;
        private Runnable whenDone = () -> {};

        private Call(
                HistoryRecorder<MapCall>.@Nullable Invocation invocation, byte[] operation, boolean read, long number) {
            this.invocation = invocation;
            this.operation = operation;
            this.read = read;
            this.number = number;
        }

        @Nullable
        ResponseStatus status() {
            return status;
        }

        boolean isOk() {
            return status == ResponseStatus.OK;
        }

        /** Sends it, or sends it again. */
        Call sendTo(DirectedNode node) {
            port.send(
                    node.id(),
                    read
                            ? new ClientMessage.Read(correlation, configId, DirectedCluster.P, operation)
                            : write(correlation, floor()));
            return this;
        }

        /** Sends a copy of it, with the floor that it had, whose answer nobody looks at. */
        Call duplicateTo(DirectedNode node) {
            port.send(node.id(), write(Long.MAX_VALUE, number));
            return this;
        }

        private ClientMessage.Write write(long correlationSent, long floor) {
            return new ClientMessage.Write(
                    correlationSent, configId, DirectedCluster.P, session, opening, number, floor, operation);
        }
    }

    /** The lowest number that is still awaited. */
    private long floor() {
        long floor = lastNumber + 1;
        for (Call call : calls) {
            if (!call.read && !call.isOk()) {
                floor = Math.min(floor, call.number);
            }
        }
        return floor;
    }

    /** Opens the session, and knows {@code config} from now on. */
    void open(DirectedNode primary, ClusterConfig config) {
        configId = config.configId();
        port.send(
                primary.id(), new ClientMessage.OpenSession(SESSION_CORRELATION, configId, DirectedCluster.P, session));
    }

    /** The writes that were not answered yet, or refused for now. */
    List<Call> openWrites() {
        return calls.stream().filter(call -> !call.read && !call.isOk()).toList();
    }

    Call put(DirectedNode node, long key, long value) {
        MapCall call = new MapCall.Put(MAP, key, value);
        return write(node, call, MapOperations.put(MAP_REF, bytes(key), bytes(value), 0));
    }

    private Call write(DirectedNode node, @Nullable MapCall call, byte[] operation) {
        Call write = new Call(
                call == null ? null : recorder.invoke(1, call, world.time().nowNanos()),
                operation,
                false,
                ++lastNumber);
        calls.add(write);
        return write.sendTo(node);
    }

    /** Opens the map, whether it was open or not. */
    Call openMap(DirectedNode node) {
        return write(node, null, openMap());
    }

    private static byte[] openMap() {
        return PartitionOperations.openCollection(MAP_REF.incarnation(), MAP_REF.type(), MAP, CollectionOptions.NONE);
    }

    /** Destroys the map: what is asked of it once that is done must be refused. */
    Call destroyMap(DirectedNode node) {
        Call destruction = write(node, null, PartitionOperations.destroyCollection(MAP_REF.incarnation()));
        destruction.whenDone = () -> mapIsDestroyed = true;
        return destruction;
    }

    Call get(DirectedNode node, long key) {
        Call read = new Call(
                recorder.invoke(2, new MapCall.Get(MAP, key), world.time().nowNanos()),
                MapOperations.get(MAP_REF, bytes(key)),
                true,
                0);
        calls.add(read);
        return read.sendTo(node);
    }

    /** Ends the session. */
    Call close(DirectedNode node) {
        return write(node, null, PartitionOperations.closeSession());
    }

    private void openMap(NodeId primary) {
        long number = ++lastNumber;
        port.send(
                primary,
                new ClientMessage.Write(
                        MAP_CORRELATION, configId, DirectedCluster.P, session, opening, number, number, openMap()));
    }

    private void handle(NodeId from, Message message) {
        if (!(message instanceof ClientMessage.Response response)) {
            return;
        }
        if (response.correlation() == SESSION_CORRELATION && response.status() == ResponseStatus.OK) {
            opening = Results.number(response.payload());
            openMap(from);
        } else if (response.correlation() >= 0 && response.correlation() < calls.size()) {
            Call call = calls.get((int) response.correlation());
            if (call.status == ResponseStatus.OK) {
                return;
            }
            call.status = response.status();
            if (call.isOk()) {
                call.whenDone.run();
            }
            if (call.isOk() && call.invocation != null) {
                call.invocation.ok(value(response.payload()), world.time().nowNanos());
            }
        }
    }

    /** Fails if what was answered contradicts itself. */
    void judge() {
        for (Call call : calls) {
            if (call.isOk() && call.afterDestruction && call.invocation != null) {
                throw new SimulationFailure(
                        "DESTROYED an operation on a destroyed map was done, number " + call.number);
            }
        }
        CheckResult result = LinearizabilityChecker.check(recorder.history(), new MapModel());
        if (result instanceof CheckResult.NotLinearizable violation) {
            throw new SimulationFailure("LINEARIZABILITY of " + violation.key() + ": " + violation.explanation());
        }
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static @Nullable Object value(byte[] payload) {
        byte[] bytes = Results.optionalBytes(payload);
        return bytes == null ? null : (Object) ByteBuffer.wrap(bytes).getLong();
    }
}
