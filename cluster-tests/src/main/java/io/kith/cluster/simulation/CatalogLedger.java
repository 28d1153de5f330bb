package io.kith.cluster.simulation;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.SimulationFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows by what is committed which collections each partition has, under which options, and which were destroyed, beside the
 * code that keeps its catalog. What is destroyed is not opened again, an opening that comes again gets the same number, and
 * options are in force from where they are logged.
 */
final class CatalogLedger {
    private static final int OPEN = Operations.code(PartitionOperations.openCollection(
            Incarnation.REGISTRY, CollectionType.HASH_MAP, "", CollectionOptions.NONE));
    private static final int DESTROY = Operations.code(PartitionOperations.destroyCollection(Incarnation.REGISTRY));
    private static final int SET_OPTIONS = Operations.code(PartitionOperations.setOptions(1, CollectionOptions.NONE));

    private final List<OfPartition> partitions = new ArrayList<>();
    private long optionsSet;
    private long openedAgain;
    private long endedByDestruction;

    /** A collection that is open in a partition. */
    record Opened(
            Incarnation incarnation,
            CollectionType type,
            String name,
            CollectionOptions given,
            CollectionOptions options) {}

    /** An entry was committed, perhaps not for the first time; {@code catalog} is what its primary has then. */
    void applied(int partition, LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {
        OfPartition changed = of(partition);
        if (entry.sequence() > changed.last) {
            changed.last = entry.sequence();
            if (Operations.kind(entry.command().operation()) == Operations.PARTITION) {
                changed.applied(entry, outcome, catalog);
            }
            changed.waits.applied(entry, outcome);
        }
    }

    private OfPartition of(int partition) {
        while (partitions.size() <= partition) {
            partitions.add(new OfPartition(partitions.size()));
        }
        return partitions.get(partition);
    }

    /** How often options were changed. */
    long optionsSet() {
        return optionsSet;
    }

    /** How often what was open already was opened once more. */
    long openedAgain() {
        return openedAgain;
    }

    /** How many requests waited in what was destroyed. */
    long endedByDestruction() {
        return endedByDestruction;
    }

    /** The collections that are open in a partition, by their openings. */
    SortedMap<Long, Opened> opened(int partition) {
        return of(partition).opened;
    }

    /** How a catalog differs from what the log says; null if it does not. */
    @Nullable
    String difference(int partition, List<CollectionView> catalog) {
        TreeMap<Long, Opened> expected = of(partition).opened;
        if (catalog.size() != expected.size()) {
            return "p" + partition + " has " + catalog + " instead of " + expected;
        }
        for (CollectionView view : catalog) {
            Opened known = expected.get(view.opening());
            if (known == null
                    || !known.incarnation().equals(view.incarnation())
                    || known.type() != view.type()
                    || !known.name().equals(view.name())
                    || !known.options().equals(view.options())) {
                return "p" + partition + " has " + view + " instead of " + known;
            }
        }
        return null;
    }

    /** The catalog of one partition. */
    private final class OfPartition {
        private final int partition;
        private final PayloadReader in = new PayloadReader();
        private final TreeMap<Long, Opened> opened = new TreeMap<>();
        private final Set<Incarnation> destroyed = new HashSet<>();

        /** Requests that have their results: whatever comes of them once more does nothing. */
        private final Set<RequestKey> answered = new HashSet<>();

        private final WaitLedger waits = new WaitLedger();

        private long last;

        private OfPartition(int partition) {
            this.partition = partition;
        }

        private void applied(LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {
            byte[] operation = entry.command().operation();
            int code = Operations.code(operation);
            in.reset(operation, Operations.CODE_BYTES);
            if (code == SET_OPTIONS) {
                set(in.readCount(), CollectionOptions.read(in));
            } else if (code == OPEN || code == DESTROY) {
                Completion own = own(entry, outcome);
                if (own == null || !isNew(own)) {
                    return;
                }
                if (code == OPEN) {
                    open(entry, own);
                } else if (own.status() == ResponseStatus.OK) {
                    destroy(Incarnation.read(in), outcome);
                }
            } else {
                return;
            }
            String difference = difference(partition, catalog.get());
            if (difference != null) {
                throw new SimulationFailure("CATALOG as of entry " + last + ": " + difference);
            }
        }

        private static @Nullable Completion own(LogEntry entry, List<Completion> outcome) {
            for (Completion completion : outcome) {
                if (completion.session().equals(entry.command().session())
                        && completion.number() == entry.command().number()) {
                    return completion;
                }
            }
            return null;
        }

        /** Whether the request was done here, by what it was answered with. */
        private boolean isNew(Completion own) {
            return switch (own.status()) {
                case OK, COLLECTION_DESTROYED, FULL, WRONG_TYPE, BAD_REQUEST, FAILED ->
                    answered.add(new RequestKey(own.session(), own.opening(), own.number()));
                default -> false;
            };
        }

        private void open(LogEntry entry, Completion own) {
            Incarnation incarnation = Incarnation.read(in);
            CollectionType type = CollectionType.ofCode(in.readVarInt(Integer.MAX_VALUE));
            String name = new String(in.readBytes(), StandardCharsets.UTF_8);
            CollectionOptions given = CollectionOptions.read(in);
            if (own.status() == ResponseStatus.COLLECTION_DESTROYED != destroyed.contains(incarnation)) {
                throw new SimulationFailure("CATALOG the opening of " + incarnation + " by entry " + last + " of p"
                        + partition + " was answered " + own.status() + ", and destroyed are " + destroyed);
            }
            if (own.status() != ResponseStatus.OK) {
                return;
            }
            long opening = Results.number(own.payload());
            boolean isNew = opened.values().stream()
                    .noneMatch(each -> each.incarnation().equals(incarnation));
            if (isNew && opening == entry.sequence()) {
                opened.put(opening, new Opened(incarnation, type, name, given, given));
                return;
            }
            openedAgain++;
            Opened present = opened.get(opening);
            if (present == null || !present.incarnation().equals(incarnation)) {
                throw new SimulationFailure("CATALOG entry " + last + " of p" + partition + " opens " + incarnation
                        + " as " + opening + ", which is " + present);
            }
        }

        private void destroy(Incarnation incarnation, List<Completion> outcome) {
            destroyed.add(incarnation);
            for (long opening : List.copyOf(opened.keySet())) {
                Opened each = opened.get(opening);
                if (each != null && each.incarnation().equals(incarnation)) {
                    opened.remove(opening);
                    endedByDestruction += waits.destroyed(incarnation, opening, outcome);
                }
            }
        }

        private void set(long opening, CollectionOptions options) {
            optionsSet++;
            opened.computeIfPresent(
                    opening,
                    (same, known) ->
                            new Opened(known.incarnation(), known.type(), known.name(), known.given(), options));
        }
    }
}
