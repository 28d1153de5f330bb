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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client that sends each request exactly where and when the schedule says, and whose history is judged. */
final class DirectedClient {
    private static final int SESSION_CORRELATION = -1;
    private static final String NAME = "map";

    private final SimulatedWorld world;
    private final SimulatedPort port;
    private final HistoryRecorder<MapCall> recorder = new HistoryRecorder<>();
    private final List<Call> calls = new ArrayList<>();
    private final NodeId session = new NodeId(3, 9);
    private final TreeSet<Incarnation> destroyed = new TreeSet<>(Comparator.comparingLong(Incarnation::low));
    private CollectionRef map = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(3, 9));
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
        private final Incarnation about = map.incarnation();
        private final boolean destroyedBefore = destroyed.contains(about);
        private final long correlation = calls.size();
        private final boolean afterDestruction = mapIsDestroyed;
        private @Nullable ResponseStatus status;
<<<<<<< HEAD
        private Runnable whenDone = () -> {};
=======
        private byte @Nullable [] payload;
        private boolean destroys;
>>>>>>> w-simulation

        private Call(
                HistoryRecorder<MapCall>.@Nullable Invocation invocation, byte[] operation, boolean read, long number) {
            this.invocation = invocation;
            this.operation = operation;
            this.read = read;
            this.number = number;
        }

        boolean isOk() {
            return status == ResponseStatus.OK;
        }

        /** Whether it has the answer that it is going to keep. */
        private boolean hasEnded() {
            return isOk() || isRefused();
        }

        private boolean isRefused() {
            return status == ResponseStatus.COLLECTION_UNKNOWN || status == ResponseStatus.COLLECTION_DESTROYED;
        }

        /** What a collection's opening was answered with: what the partition calls it. */
        long opened() {
            return Results.number(Objects.requireNonNull(payload, "it was not answered"));
        }

        private void answered(ClientMessage.Response response) {
            status = response.status();
            payload = response.payload();
            if (isOk() && destroys) {
                destroyed.add(about);
            }
            if (isRefused() && invocation != null) {
                invocation.fail();
            } else if (isOk() && invocation != null) {
                invocation.ok(value(response.payload()), world.time().nowNanos());
            }
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
            if (!call.read && !call.hasEnded()) {
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

    /** The writes that were not answered yet, or put off. */
    List<Call> openWrites() {
        return calls.stream().filter(call -> !call.read && !call.hasEnded()).toList();
    }

    Call put(DirectedNode node, long key, long value) {
        MapCall call = new MapCall.Put(mapName(), key, value);
        return write(node, call, MapOperations.put(map, bytes(key), bytes(value), 0));
    }

    /** What the checker calls the map: each incarnation is another one. */
    private String mapName() {
        return NAME + " " + map.incarnation().low();
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
                recorder.invoke(2, new MapCall.Get(mapName(), key), world.time().nowNanos()),
                MapOperations.get(map, bytes(key)),
                true,
                0);
        calls.add(read);
        return read.sendTo(node);
    }

    /** Ends the session. */
    Call close(DirectedNode node) {
        return write(node, null, PartitionOperations.closeSession());
    }

<<<<<<< HEAD
    private void openMap(NodeId primary) {
        long number = ++lastNumber;
        port.send(
                primary,
                new ClientMessage.Write(
                        MAP_CORRELATION, configId, DirectedCluster.P, session, opening, number, number, openMap()));
=======
    // ---- which map it means

    /** What it calls the map now. */
    CollectionRef map() {
        return map;
    }

    /** Means that map from now on, by that name. */
    void means(CollectionRef other) {
        map = other;
    }

    /** Opens the map that it means, whatever else it knows of that. */
    Call openMap(DirectedNode node) {
        return write(node, null, openingOf(map));
    }

    /** Opens another map under the name, and means that from now on. */
    Call openAnew(DirectedNode node) {
        map = CollectionRef.named(
                map.type(),
                new Incarnation(map.incarnation().high(), map.incarnation().low() + 1));
        return openMap(node);
    }

    /** Destroys the map that it means. */
    Call destroyMap(DirectedNode node) {
        Call destroy = write(node, null, PartitionOperations.destroyCollection(map.incarnation()));
        destroy.destroys = true;
        return destroy;
    }

    private static byte[] openingOf(CollectionRef map) {
        return PartitionOperations.openCollection(map.incarnation(), map.type(), NAME, CollectionOptions.NONE);
>>>>>>> w-simulation
    }

    private void handle(NodeId from, Message message) {
        if (!(message instanceof ClientMessage.Response response)) {
            return;
        }
        if (response.correlation() == SESSION_CORRELATION && response.status() == ResponseStatus.OK) {
            opening = Results.number(response.payload());
            Call first = new Call(null, openingOf(map), false, ++lastNumber);
            calls.add(first);
            port.send(from, first.write(first.correlation, first.number));
        } else if (response.correlation() >= 0 && response.correlation() < calls.size()) {
            Call call = calls.get((int) response.correlation());
<<<<<<< HEAD
            if (call.status == ResponseStatus.OK) {
                return;
            }
            call.status = response.status();
            if (call.isOk()) {
                call.whenDone.run();
            }
            if (call.isOk() && call.invocation != null) {
                call.invocation.ok(value(response.payload()), world.time().nowNanos());
=======
            if (!call.hasEnded()) {
                call.answered(response);
>>>>>>> w-simulation
            }
        }
    }

    /** Fails if what was answered contradicts itself. */
    void judge() {
        for (Call call : calls) {
<<<<<<< HEAD
            if (call.isOk() && call.afterDestruction && call.invocation != null) {
                throw new SimulationFailure(
                        "DESTROYED an operation on a destroyed map was done, number " + call.number);
=======
            if (call.isOk() && call.destroyedBefore) {
                throw new SimulationFailure("BURIED " + (call.read ? "a read" : "write " + call.number)
                        + " was answered of a collection that had been destroyed: nobody can find it by its name");
>>>>>>> w-simulation
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
