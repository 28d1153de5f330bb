package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands about which collections a partition has. In a copy whose catalog is incomplete, what they add comes with the
 * copy; what they take away or change has its effect on what is here already.
 */
final class CatalogChanges {
    /** To ask a collection, and give a lock back, takes as long as to look through so many elements of a sequence, about. */
    private static final int ELEMENTS_A_COLLECTION = 64;

    private final CollectionStore collections;
    private final CopyTarget copy;
    private final PartitionRules rules;

    CatalogChanges(CollectionStore collections, CopyTarget copy, PartitionRules rules) {
        this.collections = collections;
        this.copy = copy;
        this.rules = rules;
    }

    private static PayloadReader arguments(LogCommand command) {
        return new PayloadReader().reset(command.operation(), Operations.CODE_BYTES);
    }

    /** Opens a collection, and gives back its opening. */
    byte[] open(LogCommand command) {
        PayloadReader in = arguments(command);
        Incarnation incarnation = Incarnation.read(in);
        CollectionKind<?> kind = collections.kinds().kind(in.readVarInt(Integer.MAX_VALUE));
        byte[] name = in.readBytes();
        CollectionOptions options = CollectionOptions.read(in);
        in.expectEnd();
        if (name.length > PartitionOperations.MAX_NAME_BYTES) {
            throw new CorruptFrameException("a collection's name has " + name.length + " bytes, but the longest has "
                    + PartitionOperations.MAX_NAME_BYTES);
        }
        OpenCollection present = collections.catalog().find(incarnation.high(), incarnation.low());
        if (present != null) {
            return openedBefore(present, kind);
        }
        requireNotDestroyed(incarnation);
        if (collections.catalog().size() >= Catalog.MAX_OPEN) {
            throw new RefusedException(
                    ResponseStatus.FULL, "a partition has at most " + Catalog.MAX_OPEN + " collections");
        }
        if (copy.knowsCatalog()) {
            String text = new String(name, StandardCharsets.UTF_8);
            collections.open(new OpenCollection(command.sequence(), incarnation, kind, text, options));
        }
        return Results.ofNumber(command.sequence());
    }

    /** The command that has the settings in force for a collection that {@code operation} opens; null if none has to. */
    static byte @Nullable [] optionsBehind(byte[] operation, long sequence, OptionSource source) {
        if (PartitionCommand.of(operation) != PartitionCommand.OPEN_COLLECTION) {
            return null;
        }
        try {
            PayloadReader in = new PayloadReader().reset(operation, Operations.CODE_BYTES);
            Incarnation.read(in);
            CollectionType type = CollectionType.ofCode(in.readVarInt(Integer.MAX_VALUE));
            String name = new String(in.readBytes(), StandardCharsets.UTF_8);
            CollectionOptions given = CollectionOptions.read(in);
            CollectionOptions wanted = source.effective(type, name, given);
            return wanted.equals(given) ? null : PartitionOperations.setOptions(sequence, wanted);
        } catch (CorruptFrameException e) {
            // It is going to be refused for that.
            return null;
        }
    }

    private static byte[] openedBefore(OpenCollection present, CollectionKind<?> kind) {
        if (present.kind() != kind) {
            throw new RefusedException(
                    ResponseStatus.WRONG_TYPE,
                    "the collection is a " + present.kind().type() + ", not what was asked for");
        }
        return Results.ofNumber(present.opening());
    }

    private void requireNotDestroyed(Incarnation incarnation) {
        if (rules.staysDestroyed(collections.catalog().tombstones().has(incarnation))) {
            throw new RefusedException(ResponseStatus.COLLECTION_DESTROYED, "");
        }
    }

    /** Ends a collection's life here, whether it is open or not. */
    byte[] destroy(LogCommand command, WaitingRequests requests) {
        PayloadReader in = arguments(command);
        Incarnation incarnation = Incarnation.read(in);
        in.expectEnd();
        if (incarnation.equals(Incarnation.REGISTRY)) {
            throw new RefusedException(ResponseStatus.BAD_REQUEST, "the registry of names cannot be destroyed");
        }
        Tombstones tombstones = collections.catalog().tombstones();
        OpenCollection present = collections.catalog().find(incarnation.high(), incarnation.low());
        if (present == null && tombstones.has(incarnation)) {
            return Results.NO_BYTES;
        }
        if (tombstones.isFull()) {
            throw new RefusedException(ResponseStatus.FULL, "too many collections were destroyed within a few minutes");
        }
        if (present != null) {
            collections.drop(present, requests);
        }
        if (copy.knowsCatalog()) {
            long opening = present == null ? 0 : present.opening();
            tombstones.add(new Tombstones.Tombstone(command.sequence(), incarnation, opening));
        }
        return Results.NO_BYTES;
    }

    /** Gives a collection other options; nothing if it is not open here. */
    void setOptions(LogCommand command, WaitingRequests requests) {
        PayloadReader in = arguments(command);
        OpenCollection present = collections.catalog().find(in.readCount());
        CollectionOptions options = CollectionOptions.read(in);
        in.expectEnd();
        if (present == null) {
            return;
        }
        present.setOptions(options);
        long nowMillis = command.timestampMillis();
        copy.whenCovered(present.opening(), () -> collections.optionsChanged(present, options, nowMillis, requests));
    }

    /** Forgets what was destroyed up to the entry that the command names. */
    void forgetDestroyed(LogCommand command) {
        PayloadReader in = arguments(command);
        long sequence = in.readCount();
        in.expectEnd();
        collections.catalog().tombstones().forgetUpTo(sequence);
    }

    /** Lets the collections whose kinds heed sessions take notice of one that has ended; in slices if there are many. */
    void sessionEnded(Session session, long nowMillis, WaitingRequests requests) {
        Iterator<OpenCollection> asked =
                List.copyOf(collections.catalog().heedful()).iterator();
        int most = Math.max(1, collections.sliceElements() / ELEMENTS_A_COLLECTION);
        BooleanSupplier rest = () -> {
            for (int left = most; left > 0 && asked.hasNext(); left--) {
                OpenCollection collection = asked.next();
                copy.whenCovered(
                        collection.opening(), () -> collections.sessionEnded(collection, session, nowMillis, requests));
            }
            return !asked.hasNext();
        };
        if (!rest.getAsBoolean()) {
            collections.unfinished().push(rest);
        }
    }
}
