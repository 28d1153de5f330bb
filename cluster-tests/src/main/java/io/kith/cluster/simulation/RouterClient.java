package io.kith.cluster.simulation;

import io.kith.client.routing.CollectionHandle;
import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.client.routing.RequestRouter;
import io.kith.client.routing.RouterSettings;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.config.ClusterConfig;
import io.kith.ring.PartitionHash;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of production code: what it asks goes through the {@link RequestRouter}, which opens sessions, numbers writes,
 * routes, asks again and follows the config. What the router says of a failed write is taken at its word.
 */
final class RouterClient implements WorkloadClient {
    private static final long MILLIS = 1_000_000L;
    private static final long CLOSE_PATIENCE_NANOS = 20_000 * MILLIS;

    /** How long the cluster may take to call a waiting write off; less than the router's own patience. */
    private static final long WITHDRAWAL_NANOS = 25_000 * MILLIS;

    /** How much longer the answer to a write that waits may take before it is asked for again. */
    private static final long WAIT_MILLIS = 1_500;

    private static final String NOTHING_CHANGED = "nothing was changed";

    private final SimulatedWorld world;
    private final Workload workload;
    private final WorkloadOptions options;
    private final SimulatedProcess process;
    private final SimulatedRouterPort port;
    private final RequestRouter router;
    private final SplittableRandom random;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Incarnation, CollectionHandle> handles = new HashMap<>();
    private long answered;
    private long gaveUp;
    private long refused;
    private boolean stopping;
    private boolean closing;
    private boolean closed;

    /** A client that does nothing until it is started. */
    RouterClient(ClientSetup setup) {
        this.world = setup.world();
        this.workload = setup.workload();
        this.options = setup.options();
        this.process = setup.process();
        this.port = new SimulatedRouterPort(setup);
        this.random = world.streams().of("client", process.index());
        int attemptMillis = Math.toIntExact(options.retryNanos() / MILLIS);
        // Room for what waits and for what calls it off, which waits behind it otherwise.
        int mostOpen = random.nextInt(3) == 0 ? 2 * setup.width() : RouterSettings.PROTOCOL_MAX_OPEN;
        this.router = new RequestRouter(
                port,
                process.id(),
                new RouterSettings(attemptMillis, 2, 100, mostOpen, random.nextInt(4) > 0),
                List.of(SimulatedRouterPort.SEED),
                config -> {});
        port.routes(router);
        for (int i = 0; i < setup.width(); i++) {
            slots.add(new Slot());
        }
    }

    @Override
    public void start() {
        port.post(() -> {
            router.start();
            slots.forEach(Slot::think);
        });
    }

    @Override
    public void stop() {
        port.post(() -> {
            stopping = true;
            workload.stopping(process.index(), world.time().nowNanos());
            slots.forEach(Slot::callOff);
            closeWhenIdle();
        });
    }

    private void closeWhenIdle() {
        if (stopping && !closing && slots.stream().allMatch(slot -> slot.asked == null)) {
            closing = true;
            router.closeSessions(CLOSE_PATIENCE_NANOS, () -> closed = true);
        }
    }

    @Override
    public long answered() {
        return answered;
    }

    @Override
    public long gaveUp() {
        return gaveUp;
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public @Nullable String stuck(long nanos) {
        for (Slot slot : slots) {
            Asked asked = slot.asked;
            if (asked != null && world.time().nowNanos() - asked.invokedNanos > nanos) {
                return process + " has waited for " + asked + " for "
                        + (world.time().nowNanos() - asked.invokedNanos) / MILLIS + " ms";
            }
        }
        return stopping && !closed ? process + " has not closed its sessions" : null;
    }

    @Override
    public void connectionLost(NodeId node) {
        port.connectionLost(node);
    }

    private void note(String what) {
        if (world.trace().isRead()) {
            world.note(process + " " + what);
        }
    }

    /** What this client knows of the collection that an operation names; null if it is about a partition. */
    private @Nullable CollectionHandle handleOf(ClientOperation asked) {
        byte[] operation = asked.operation();
        if (Operations.kind(operation) == Operations.PARTITION) {
            return null;
        }
        OperationHead head = new OperationHead().parse(operation);
        Incarnation incarnation = new Incarnation(head.incarnationHigh(), head.incarnationLow());
        CollectionHandle handle = handles.computeIfAbsent(
                incarnation, each -> newHandle(CollectionRef.named(CollectionType.ofCode(head.kind()), each), asked));
        // The workload asks the registry, or does without; no run takes as long as partitions keep tombstones.
        handle.readAt(port.clock().nowNanos());
        return handle;
    }

    private CollectionHandle newHandle(CollectionRef named, ClientOperation asked) {
        int partitions = Objects.requireNonNull(router.config(), "nothing is asked without a config")
                .partitionCount();
        return named.incarnation().equals(Incarnation.REGISTRY)
                ? CollectionHandle.ofRegistry(partitions)
                : new CollectionHandle(
                        asked.collectionName(),
                        named,
                        asked.collectionOptions(),
                        partitions,
                        port.clock().nowNanos());
    }

    /** One operation at a time. */
    private final class Slot {
        private @Nullable Asked asked;

        private void think() {
            port.schedule(1 + random.nextLong(options.thinkNanos()), this::begin);
        }

        private void begin() {
            ClusterConfig config = router.config();
            if (stopping) {
                return;
            }
            if (config == null) {
                think();
                return;
            }
            ClientOperation next =
                    workload.next(process.index(), random, world.time().nowNanos());
            int partition = PartitionHash.partitionOf(next.keyHash(), config.partitionCount());
            long patienceNanos = options.giveUpNanos() + (next.waits() ? WITHDRAWAL_NANOS : 0);
            Asked request = new Asked(this, next, partition, port.clock().nowNanos() + patienceNanos);
            asked = request;
            note("invokes " + request);
            router.submit(request);
            if (next.waits() && asked == request) {
                port.schedule(options.giveUpNanos(), request::callOff);
            }
        }

        private void callOff() {
            Asked request = asked;
            if (request != null && request.operation.mustBeCalledOff()) {
                request.callOff();
            }
        }

        private void ended() {
            asked = null;
            if (stopping) {
                closeWhenIdle();
            } else {
                think();
            }
        }
    }

    /** An operation as the router sees it. */
    private final class Asked extends Request {
        private final Slot slot;
        private final ClientOperation operation;
        private final int where;
        private final long invokedNanos = world.time().nowNanos();
        private boolean calledOff;

        private Asked(Slot slot, ClientOperation operation, int partition, long deadlineNanos) {
            super(
                    operation.isRead(),
                    partition,
                    handleOf(operation),
                    operation.operation(),
                    operation.waits() ? WAITING_LANE : COMMON_LANE,
                    deadlineNanos,
                    operation.waits() ? WAIT_MILLIS : 0);
            this.slot = slot;
            this.operation = operation;
            this.where = partition;
        }

        private void callOff() {
            if (!calledOff && !hasEnded()) {
                calledOff = true;
                router.withdraw(this);
            }
        }

        @Override
        protected void succeeded(byte[] payload) {
            long nowNanos = world.time().nowNanos();
            if (calledOff) {
                operation.cancelled(payload, nowNanos);
            } else {
                operation.answered(payload, nowNanos);
            }
            answered++;
            note("is answered " + this);
            slot.ended();
        }

        @Override
        protected void failed(Failure failure) {
            note("fails with " + this + ": " + failure.message());
            switch (failure.kind()) {
                case FULL, FAILED -> {
                    operation.refused();
                    refused++;
                }
                case TIMEOUT -> {
                    if (!operation.isRead() && failure.message().contains(NOTHING_CHANGED)) {
                        operation.refused();
                    } else {
                        operation.gaveUp();
                    }
                    gaveUp++;
                }
                case DESTROYED -> {
                    operation.destroyed();
                    answered++;
                }
                case OUTCOME_UNKNOWN, UNAVAILABLE -> {
                    operation.gaveUp();
                    gaveUp++;
                }
                case TOO_LARGE, BAD_REQUEST, WRONG_TYPE, REFUSED, REPLACED, CLOSED ->
                    throw new SimulationFailure("REFUSED " + process + " got " + failure + " for " + this);
            }
            slot.ended();
        }

        @Override
        public String toString() {
            return operation + " in p" + where;
        }
    }
}
