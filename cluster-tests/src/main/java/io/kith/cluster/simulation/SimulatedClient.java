package io.kith.cluster.simulation;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.oracle.ConfigView;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the client protocol: routes by its config, opens a session in each partition before its first
 * write there, and asks again under the same number until it has an answer or gives up.
 */
final class SimulatedClient implements WorkloadClient {
    private static final long MILLIS = 1_000_000L;
    private static final long SOON_NANOS = 10 * MILLIS;
    private static final long SOON_SPREAD_NANOS = 30 * MILLIS;

    /** One request of so many goes to a node that the config does not name for it. */
    private static final int ASTRAY = 30;

    private final SimulatedWorld world;
    private final SystemUnderTest system;
    private final Workload workload;
    private final WorkloadOptions options;
    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final List<NodeId> seeds;
    private final Supplier<List<NodeId>> running;
    private final SplittableRandom random;
    private final NodeId session;
    private final TreeMap<Integer, PartitionSession> sessions = new TreeMap<>();
    private final TreeMap<Place, Long> openings = new TreeMap<>(Comparator.comparingInt(Place::partition)
            .thenComparingLong(Place::incarnationHigh)
            .thenComparingLong(Place::incarnationLow));
    private final List<Slot> slots = new ArrayList<>();
    private @Nullable ConfigView config;
    private long asks;
    private long answered;
    private long gaveUp;
    private long refused;
    private boolean stopping;

    /** A collection in a partition. */
    private record Place(int partition, long incarnationHigh, long incarnationLow) {}

    /** The session as one partition knows it. */
    private static final class PartitionSession {
        private long opening;
        private long lastNumber;
        private boolean closed;
        private final TreeSet<Long> open = new TreeSet<>();

        private long floor() {
            return open.isEmpty() ? lastNumber + 1 : open.first();
        }
    }

    /** A client that does nothing until it is started; the nodes that run now are the ones that it knows. */
    SimulatedClient(SystemUnderTest system, ClientSetup setup) {
        this.world = setup.world();
        this.system = system;
        this.workload = setup.workload();
        this.options = setup.options();
        this.process = setup.process();
        this.running = setup.running();
        this.seeds = running.get();
        this.port = process.addLoop(this::handle);
        this.random = world.streams().of("client", process.index());
        this.session = NodeId.random(random);
        for (int i = 0; i < setup.width(); i++) {
            slots.add(new Slot(i));
        }
    }

    @Override
    public void start() {
        askForConfig();
        slots.forEach(Slot::think);
    }

    @Override
    public void stop() {
        stopping = true;
        workload.stopping(process.index(), world.time().nowNanos());
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
            if (slot.operation != null && world.time().nowNanos() - slot.invokedNanos > nanos) {
                return process + " has waited for " + slot.operation + " of p" + slot.partition + " for "
                        + (world.time().nowNanos() - slot.invokedNanos) / MILLIS + " ms";
            }
        }
        return null;
    }

    /** For how long the oldest operation that is under way has waited; 0 if there is none. */
    long longestWaitNanos() {
        long longest = 0;
        for (Slot slot : slots) {
            if (slot.operation != null) {
                longest = Math.max(longest, world.time().nowNanos() - slot.invokedNanos);
            }
        }
        return longest;
    }

    private void handle(NodeId from, Message message) {
        if (message instanceof ClientMessage.Response response) {
            for (Slot slot : slots) {
                slot.answered(response);
            }
        } else {
            ConfigView next = system.configAfter(config, message);
            if (next != null && (config == null || next.isNewerThan(config))) {
                config = next;
            }
        }
    }

    private void askForConfig() {
        List<NodeId> known = config == null || random.nextInt(4) == 0 ? seeds : config.members();
        if (stopping) {
            // All that it knew may have gone; the name under which it found them leads to those that are there now.
            known = running.get();
        }
        port.send(any(known), system.askForConfig(config));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One operation at a time. */
    private final class Slot {
        private final int index;
        private @Nullable ClientOperation operation;
        private PartitionSession bound = new PartitionSession();
        private long invokedNanos;
        private long askedFrom;
        private int partition;
        private long number;
        private boolean opening;
        private long turn;
        private long cancelNumber;
        private long latestAsk;

        /** The request that opens the collection of the write, which then gets another number; 0: there is none. */
        private long openNumber;

        private Slot(int index) {
            this.index = index;
        }

        private void think() {
            turn++;
            port.schedule(1 + random.nextLong(options.thinkNanos()), this::begin);
        }

        private void begin() {
            ConfigView held = config;
            if (stopping) {
                closeNextSession();
                return;
            }
            if (held == null) {
                askForConfig();
                think();
                return;
            }
            ClientOperation next =
                    workload.next(process.index(), random, world.time().nowNanos());
            partition = PartitionHash.partitionOf(next.keyHash(), held.partitionCount());
            // A write stays with the session it began in: under another opening it could be applied twice.
            bound = sessions.computeIfAbsent(partition, p -> new PartitionSession());
            begin(next);
        }

        /** Ends the client's sessions one by one, so that nothing of it needs to be kept. */
        private void closeNextSession() {
            boolean more = false;
            for (Map.Entry<Integer, PartitionSession> entry : sessions.entrySet()) {
                PartitionSession candidate = entry.getValue();
                if (candidate.opening == 0 || candidate.closed) {
                    continue;
                }
                more = true;
                if (candidate.open.isEmpty()) {
                    candidate.closed = true;
                    partition = entry.getKey();
                    bound = candidate;
                    begin(new ClientOperation(
                            "close the session",
                            0,
                            PartitionOperations.closeSession(),
                            ClientOperation.Kind.WRITE,
                            null,
                            payload -> null,
                            () -> candidate.closed = false));
                    return;
                }
            }
            if (more) {
                think();
            }
        }

        private void begin(ClientOperation next) {
            invokedNanos = world.time().nowNanos();
            operation = next;
            number = 0;
            if (!next.isRead()) {
                number = ++bound.lastNumber;
                bound.open.add(number);
            }
            if (world.trace().isRead()) {
                world.note(process + " invokes " + next + " in p" + partition + " as number " + number);
            }
            opening = !next.isRead() && bound.opening == 0;
            askedFrom = asks + 1;
            ask();
        }

        private void ask() {
            ClientOperation asked = operation;
            ConfigView held = config;
            if (asked == null || held == null) {
                return;
            }
            long patienceNanos = cancelNumber > 0 ? 2 * options.giveUpNanos() : options.giveUpNanos();
            boolean called = stopping && asked.mustBeCalledOff() && cancelNumber == 0;
            if (called || world.time().nowNanos() - invokedNanos > patienceNanos) {
                if (!asked.waits() || cancelNumber > 0 || opening || openNumber > 0) {
                    giveUp();
                    return;
                }
                cancelNumber = ++bound.lastNumber;
                bound.open.add(cancelNumber);
            }
            if (opening && bound.opening != 0) {
                opened();
            }
            latestAsk = ++asks;
            port.send(receiver(asked, held), request(asked, held, latestAsk * slots.size() + index));
            again(options.retryNanos() + random.nextLong(options.retryNanos()), true);
        }

        private NodeId receiver(ClientOperation asked, ConfigView held) {
            if (random.nextInt(ASTRAY) == 0) {
                return any(held.members());
            }
            List<NodeId> replicas = held.replicas(partition);
            return asked.isRead() ? any(replicas) : replicas.get(0);
        }

        private ClientMessage request(ClientOperation asked, ConfigView held, long correlation) {
            if (asked.isRead()) {
                return new ClientMessage.Read(correlation, held.configId(), partition, named(asked));
            }
            if (opening) {
                return new ClientMessage.OpenSession(correlation, held.configId(), partition, session);
            }
            return new ClientMessage.Write(
                    correlation,
                    held.configId(),
                    partition,
                    session,
                    bound.opening,
                    cancelNumber > 0 ? cancelNumber : openNumber > 0 ? openNumber : number,
                    bound.floor(),
                    cancelNumber > 0
                            ? PartitionOperations.cancelRequest(number)
                            : openNumber > 0 ? openCollection(asked) : named(asked));
        }

        private Place place(byte[] about) {
            OperationHead head = new OperationHead().parse(about);
            return new Place(partition, head.incarnationHigh(), head.incarnationLow());
        }

        /** The operation by the collection's opening, if that is known. */
        private byte[] named(ClientOperation asked) {
            byte[] bytes = asked.operation();
            if (Operations.kind(bytes) == Operations.PARTITION) {
                return bytes;
            }
            Long known = openings.get(place(bytes));
            return known == null ? bytes : OperationHead.byOpening(bytes, known);
        }

        private byte[] openCollection(ClientOperation asked) {
            OperationHead head = new OperationHead().parse(asked.operation());
            return PartitionOperations.openCollection(
                    new Incarnation(head.incarnationHigh(), head.incarnationLow()),
                    CollectionType.ofCode(head.kind()),
                    asked.collectionName(),
                    asked.collectionOptions());
        }

        /** The partition does not know the collection: the write has its answer, and is asked anew once it is open. */
        private void collectionUnknown(ClientOperation asked) {
            if (asked.isRead()) {
                throw new SimulationFailure("FORGOTTEN " + process + " was told that the collection of " + asked
                        + " in p" + partition + " is not open");
            }
            if (cancelNumber > 0) {
                // What was to be called off had been refused.
                asked.cancelled(Results.ABSENT, world.time().nowNanos());
                answered++;
                end();
                return;
            }
            bound.open.remove(number);
            askedFrom = asks + 1;
            if (openings.containsKey(place(asked.operation()))) {
                // Another operation of this client has opened it meanwhile.
                askUnderNewNumber();
                return;
            }
            number = 0;
            openNumber = ++bound.lastNumber;
            bound.open.add(openNumber);
            ask();
        }

        private void askUnderNewNumber() {
            number = ++bound.lastNumber;
            bound.open.add(number);
            ask();
        }

        private void collectionOpened(ClientOperation asked, byte[] payload) {
            openings.put(place(asked.operation()), Results.number(payload));
            bound.open.remove(openNumber);
            openNumber = 0;
            askedFrom = asks + 1;
            askUnderNewNumber();
        }

        private void again(long delayNanos, boolean askForConfig) {
            long current = ++turn;
            port.schedule(delayNanos, () -> {
                if (turn == current) {
                    if (askForConfig) {
                        askForConfig();
                    }
                    ask();
                }
            });
        }

        private void answered(ClientMessage.Response response) {
            ClientOperation asked = operation;
            if (asked == null
                    || response.correlation() % slots.size() != index
                    || response.correlation() / slots.size() < askedFrom) {
                return;
            }
            boolean latest = response.correlation() / slots.size() == latestAsk;
            if (asked.waits() && !latest && response.status() != ResponseStatus.OK) {
                // Of a request that was asked again since: the wait goes on under the newer one.
                return;
            }
            switch (response.status()) {
                case OK -> succeeded(asked, response.payload());
                case RETRY, TOO_MANY_OPEN -> again(soon(), false);
                case UNAVAILABLE, NOT_HERE -> {
                    askForConfig();
                    again(soon(), false);
                }
                case SESSION_UNKNOWN -> {
                    // The partition forgot the session, and with it whether it applied the write.
                    sessions.remove(partition, bound);
                    giveUp();
                }
                case COLLECTION_UNKNOWN -> collectionUnknown(asked);
                case COLLECTION_DESTROYED -> {
                    asked.destroyed();
                    answered++;
                    end();
                }
                case FULL -> {
                    asked.refused();
                    refused++;
                    end();
                }
                case BELOW_FLOOR ->
                    throw new SimulationFailure("FLOOR " + process + " was refused " + asked + ", number " + number
                            + " of p" + partition + ", although it still awaits it");
                default ->
                    throw new SimulationFailure("REFUSED " + process + " got " + response.status() + " for " + asked
                            + ": " + Results.message(response.payload()));
            }
        }

        private void succeeded(ClientOperation asked, byte[] payload) {
            if (opening) {
                bound.opening = Results.number(payload);
                opened();
                ask();
                return;
            }
            if (openNumber > 0) {
                collectionOpened(asked, payload);
                return;
            }
            if (cancelNumber > 0) {
                asked.cancelled(payload, world.time().nowNanos());
            } else {
                asked.answered(payload, world.time().nowNanos());
            }
            answered++;
            if (world.trace().isRead()) {
                world.note(process + " is answered " + asked);
            }
            end();
        }

        /** What was asked so far was to open the session: late answers to that are none to the write. */
        private void opened() {
            opening = false;
            askedFrom = asks + 1;
        }

        private void giveUp() {
            ClientOperation asked = operation;
            if (asked != null) {
                asked.gaveUp();
                gaveUp++;
                if (world.trace().isRead()) {
                    world.note(process + " gives up " + asked);
                }
                end();
            }
        }

        private void end() {
            bound.open.remove(number);
            bound.open.remove(cancelNumber);
            bound.open.remove(openNumber);
            openNumber = 0;
            cancelNumber = 0;
            operation = null;
            think();
        }

        private long soon() {
            return SOON_NANOS + random.nextLong(SOON_SPREAD_NANOS);
        }
    }
}
