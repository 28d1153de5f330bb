package io.kith.cluster.simulation;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
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
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the client protocol: routes by its config, opens a session in each partition before its first
 * write there, and asks again under the same number until it has an answer or gives up.
 */
final class SimulatedClient implements WorkloadClient {
    private static final long MILLIS = 1_000_000L;
    /** So many numbers an operation takes at most at a time: its own, the one of an opening, the one that calls it off. */
    private static final int NUMBERS_EACH = 3;

    private static final long SOON_NANOS = 10 * MILLIS;
    private static final long SOON_SPREAD_NANOS = 30 * MILLIS;

    /** One write of so many opens its collection first, whether that is open or not. */
    private static final int OPENED_ANEW = 40;

    /** One opening of so many comes twice, the second time perhaps late. */
    private static final int OPENED_TWICE = 3;

    private static final long LATEST_NANOS = 1_500 * MILLIS;

    private final SimulatedWorld world;
    private final Workload workload;
    private final WorkloadOptions options;
    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final SplittableRandom random;
    private final ClientMap map;
    private final NodeId session;
    private final ClientSessions sessions = new ClientSessions();
    private final KnownOpenings openings = new KnownOpenings();
    private final List<Slot> slots = new ArrayList<>();
    private long asks;
    private long answered;
    private long gaveUp;
    private long refused;
    private boolean stopping;

    /** A client that does nothing until it is started; the nodes that run now are the ones that it knows. */
    SimulatedClient(SystemUnderTest system, ClientSetup setup) {
        this.world = setup.world();
        this.workload = setup.workload();
        this.options = setup.options();
        this.process = setup.process();
        this.port = process.addLoop(this::handle);
        this.random = world.streams().of("client", process.index());
        this.map = new ClientMap(system, setup.running(), random);
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
            if (slot.waitedNanos() > nanos) {
                return process + " has waited for " + slot.operation + " of p" + slot.partition + " for "
                        + slot.waitedNanos() / MILLIS + " ms";
            }
        }
        return null;
    }

    /** For how long the oldest operation that is under way has waited; 0 if there is none. */
    long longestWaitNanos() {
        return slots.stream().mapToLong(Slot::waitedNanos).max().orElse(0);
    }

    private void handle(NodeId from, Message message) {
        if (message instanceof ClientMessage.Response response) {
            for (Slot slot : slots) {
                slot.answered(response);
            }
        } else {
            map.heard(message);
        }
    }

    private void askForConfig() {
        port.send(map.toAsk(stopping), map.question());
    }

    /** One operation at a time. */
    private final class Slot {
        private final int index;
        private @Nullable ClientOperation operation;
        private ClientSessions.OfPartition bound = new ClientSessions.OfPartition();
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

        private long waitedNanos() {
            return operation == null ? 0 : world.time().nowNanos() - invokedNanos;
        }

        private void think() {
            turn++;
            port.schedule(1 + random.nextLong(options.thinkNanos()), this::begin);
        }

        private void begin() {
            ConfigView held = map.config();
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
            bound = sessions.in(partition); // A write stays with it: under another opening it could be applied twice.
            beginWhenThereIsRoom(next);
        }

        private void beginWhenThereIsRoom(ClientOperation next) {
            if (next.isRead() || bound.hasRoomBeside(NUMBERS_EACH * slots.size())) {
                begin(next);
            } else {
                port.schedule(SOON_NANOS, () -> beginWhenThereIsRoom(next));
            }
        }

        /** Ends the client's sessions one by one, so that nothing of it needs to be kept. */
        private void closeNextSession() {
            Integer next = sessions.closable();
            if (next != null) {
                partition = next;
                bound = sessions.in(partition);
                begin(bound.closing());
            } else if (sessions.anyMayBeOpen()) {
                think();
            }
        }

        private void begin(ClientOperation next) {
            invokedNanos = world.time().nowNanos();
            operation = next;
            number = 0;
            if (KnownOpenings.areNeededBy(next) && random.nextInt(OPENED_ANEW) == 0) {
                openNumber = bound.nextNumber();
            } else if (!next.isRead()) {
                number = bound.nextNumber();
            }
            process.note(() -> "invokes " + next + " in p" + partition + " as number " + number);
            opening = !next.isRead() && bound.opening() == 0;
            askedFrom = asks + 1;
            ask();
        }

        private void ask() {
            ClientOperation asked = operation;
            ConfigView held = map.config();
            if (asked == null || held == null) {
                return;
            }
            long patienceNanos = cancelNumber > 0 ? 2 * options.giveUpNanos() : options.giveUpNanos();
            boolean called = stopping && asked.mustBeCalledOff() && cancelNumber == 0;
            if (called || waitedNanos() > patienceNanos) {
                if (!asked.waits() || cancelNumber > 0 || opening || openNumber > 0) {
                    giveUp();
                    return;
                }
                cancelNumber = bound.nextNumber();
            }
            if (opening && bound.opening() != 0) {
                opened();
            }
            latestAsk = ++asks;
            ClientMessage request = request(asked, held, latestAsk * slots.size() + index);
            port.send(map.receiver(held, partition, asked.isRead()), request);
            if (openNumber > 0 && !opening && random.nextInt(OPENED_TWICE) == 0) {
                NodeId again = map.receiver(held, partition, false);
                port.schedule(random.nextLong(LATEST_NANOS), () -> port.send(again, request));
            }
            again(options.retryNanos() + random.nextLong(options.retryNanos()), true);
        }

        private ClientMessage request(ClientOperation asked, ConfigView held, long correlation) {
            if (asked.isRead()) {
                return new ClientMessage.Read(
                        correlation, held.configId(), partition, openings.named(partition, asked));
            }
            if (opening) {
                return new ClientMessage.OpenSession(correlation, held.configId(), partition, session);
            }
            return new ClientMessage.Write(
                    correlation,
                    held.configId(),
                    partition,
                    session,
                    bound.opening(),
                    cancelNumber > 0 ? cancelNumber : openNumber > 0 ? openNumber : number,
                    bound.floor(),
                    cancelNumber > 0
                            ? PartitionOperations.cancelRequest(number)
                            : openNumber > 0 ? KnownOpenings.opening(asked) : openings.named(partition, asked));
        }

        /** The partition does not know the collection: the write has its answer, and is asked anew once it is open. */
        private void collectionUnknown(ClientOperation asked) {
            if (asked.isRead()) {
                throw new SimulationFailure("FORGOTTEN " + process + " was told that the collection of " + asked
                        + " in p" + partition + " is not open");
            }
            if (cancelNumber > 0) {
                // What was to be called off had been refused.
                succeeded(asked, Results.ABSENT);
                return;
            }
            bound.ended(number);
            if (openings.has(partition, asked)) {
                // Another operation of this client has opened it meanwhile.
                askUnderNewNumber();
                return;
            }
            number = 0;
            openNumber = bound.nextNumber();
            askedFrom = asks + 1;
            ask();
        }

        private void askUnderNewNumber() {
            askedFrom = asks + 1;
            number = bound.nextNumber();
            ask();
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

        private void againSoon() {
            again(SOON_NANOS + random.nextLong(SOON_SPREAD_NANOS), false);
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
                case RETRY, TOO_MANY_OPEN -> againSoon();
                case UNAVAILABLE, NOT_HERE -> {
                    askForConfig();
                    againSoon();
                }
                case SESSION_UNKNOWN -> {
                    // The partition forgot the session, and with it whether it applied the write.
                    sessions.forget(partition, bound);
                    giveUp();
                }
                case COLLECTION_UNKNOWN -> collectionUnknown(asked);
                case COLLECTION_DESTROYED -> {
                    asked.destroyed();
                    answered++;
                    end();
                }
                case FULL, FAILED -> {
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
                bound.opened(Results.number(payload));
                opened();
                ask();
                return;
            }
            if (openNumber > 0) {
                openings.learn(partition, asked, Results.number(payload));
                bound.ended(openNumber);
                openNumber = 0;
                askUnderNewNumber();
                return;
            }
            if (cancelNumber > 0) {
                asked.cancelled(payload, world.time().nowNanos());
            } else {
                asked.answered(payload, world.time().nowNanos());
            }
            answered++;
            process.note(() -> "is answered " + asked);
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
                process.note(() -> "gives up " + asked);
                end();
            }
        }

        private void end() {
            bound.ended(number);
            bound.ended(cancelNumber);
            bound.ended(openNumber);
            openNumber = 0;
            cancelNumber = 0;
            operation = null;
            think();
        }
    }
}
