package io.kith.collections;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionRules;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Logs commands for a partition under test as a primary would, and keeps the log. */
public final class PartitionDriver {
    public static final NodeId SESSION = new NodeId(7, 7);

    public final PartitionState state;
    public final List<LogCommand> log = new ArrayList<>();
    public long nowMillis = 1_000_000;
    private static final NodeId OPENER = new NodeId(8, 8);

    private final boolean opensAsNeeded;
    private final Set<Incarnation> opened = new HashSet<>();
    private long opening;
    private long number;
    private long openerOpening;
    private long openerNumber;

    /** Opens each collection in a session of its own before the first write that names it. */
    public PartitionDriver() {
        this(true, PartitionRules.production());
    }

    private PartitionDriver(boolean opensAsNeeded, PartitionRules rules) {
        this.opensAsNeeded = opensAsNeeded;
        this.state = new PartitionStates(Kinds.all(), rules).empty();
    }

    /** Logs nothing but what it is told to. */
    public static PartitionDriver plain() {
        return new PartitionDriver(false, PartitionRules.production());
    }

    /** The same under other rules. */
    public static PartitionDriver under(PartitionRules rules) {
        return new PartitionDriver(false, rules);
    }

    public static CollectionRef map(long id) {
        return CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(0, id));
    }

    public static CollectionRef vec(long id) {
        return CollectionRef.named(CollectionType.VEC, new Incarnation(0, id));
    }

    public static CollectionRef deque(long id) {
        return CollectionRef.named(CollectionType.VEC_DEQUE, new Incarnation(0, id));
    }

    /** Opens a collection as a client does, and gives back its opening. */
    public long open(CollectionRef collection, String name, CollectionOptions options) {
        return Results.number(
                result(PartitionOperations.openCollection(collection.incarnation(), collection.type(), name, options)));
    }

    /** Opens what a write names that was not named before. */
    public void openFor(byte[] operation) {
        if (operation.length < 19 || Operations.kind(operation) == Operations.PARTITION || operation[1] >= 0) {
            return;
        }
        OperationHead head = new OperationHead().parse(operation);
        Incarnation incarnation = new Incarnation(head.incarnationHigh(), head.incarnationLow());
        if (head.opening() != 0 || head.kind() > CollectionType.values().length || !opened.add(incarnation)) {
            return;
        }
        if (openerOpening == 0) {
            openerOpening = open(OPENER);
        }
        openerNumber++;
        append(
                OPENER,
                openerOpening,
                openerNumber,
                openerNumber,
                PartitionOperations.openCollection(
                        incarnation,
                        CollectionType.ofCode(head.kind()),
                        "c" + incarnation.low(),
                        CollectionOptions.NONE));
    }

    public List<Completion> log(NodeId session, long openingOf, long numberOf, long floor, byte[] operation) {
        if (opensAsNeeded) {
            openFor(operation);
        }
        return append(session, openingOf, numberOf, floor, operation);
    }

    private List<Completion> append(NodeId session, long openingOf, long numberOf, long floor, byte[] operation) {
        LogCommand command = new LogCommand(log.size() + 1, session, openingOf, numberOf, floor, nowMillis, operation);
        log.add(command);
        return state.apply(command);
    }

    public long open(NodeId session) {
        return Results.number(
                log(session, 0, 0, 0, PartitionOperations.openSession()).get(0).payload());
    }

    /** Logs what the primary itself proposes. */
    public void own(byte[] operation) {
        log(LogCommand.NO_SESSION, 0, 0, 0, operation);
    }

    /** Sends a write in the default session, one request after the other. */
    public Completion write(byte[] operation) {
        if (opening == 0) {
            opening = open(SESSION);
        }
        number++;
        return log(SESSION, opening, number, number, operation).get(0);
    }

    public byte[] result(byte[] operation) {
        if (Operations.isRead(operation)) {
            ResponseValue value = state.read(operation);
            requireOk(value.status(), value.payload());
            return value.payload();
        }
        Completion completion = write(operation);
        requireOk(completion.status(), completion.payload());
        return completion.payload();
    }

    private static void requireOk(ResponseStatus status, byte[] payload) {
        if (status != ResponseStatus.OK) {
            throw new AssertionError(status + ": " + Results.message(payload));
        }
    }
}
