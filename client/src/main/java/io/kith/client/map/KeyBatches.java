package io.kith.client.map;

import io.kith.client.grid.FanOut;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Operations;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Many keys' parts of one operation, by partition, in batches that fit into frames.
 *
 * @param <T> a key's part
 */
final class KeyBatches<T> {
    /** Fewer than one may have: the ends of entries with a time to live lie apart, so that each takes microseconds. */
    private static final int MAX_BATCH_PARTS = Operations.MOST_ELEMENTS / 4;

    private static final int MAX_BATCH_BYTES = 1 << 20;

    /** Encodes a batch. */
    @FunctionalInterface
    interface Operation<T> {
        byte[] of(CollectionRef name, List<T> batch);
    }

    /** Takes a batch's answer; called by one thread at a time. */
    @FunctionalInterface
    interface Answers<T> {
        void accept(List<T> batch, byte[] payload);
    }

    private static final class Batch<T> {
        final List<T> parts = new ArrayList<>();
        long bytes;
    }

    private final NamedCollection named;
    private final TreeMap<Integer, List<Batch<T>>> byPartition = new TreeMap<>();

    KeyBatches(NamedCollection named) {
        this.named = named;
    }

    void add(byte[] key, T part, long bytes) {
        List<Batch<T>> batches = byPartition.computeIfAbsent(named.partitionOf(key), each -> new ArrayList<>());
        Batch<T> last = batches.isEmpty() ? null : batches.get(batches.size() - 1);
        int limit = Math.min(MAX_BATCH_BYTES, named.grid().encoding().maxValueBytes());
        if (last == null || last.parts.size() >= MAX_BATCH_PARTS || last.bytes + bytes > limit) {
            last = new Batch<>();
            batches.add(last);
        }
        last.parts.add(part);
        last.bytes += bytes;
    }

    /** Sends all batches, of whose answers users' objects are read. */
    CompletableFuture<@Nullable Void> runReading(Operation<T> operation, Answers<T> answers) {
        return FanOut.readingOver(named.grid(), named.handle(), steps(operation, answers));
    }

    /** Sends all batches. A batch's operation is encoded only when it is sent. */
    CompletableFuture<@Nullable Void> run(Operation<T> operation, Answers<T> answers) {
        return FanOut.over(named.grid(), named.handle(), steps(operation, answers));
    }

    private Iterator<FanOut.Step> steps(Operation<T> operation, Answers<T> answers) {
        List<Map.Entry<Integer, Batch<T>>> all = new ArrayList<>();
        byPartition.forEach((partition, batches) ->
                batches.forEach(batch -> all.add(new SimpleImmutableEntry<>(partition, batch))));
        return all.stream()
                .map(each -> new FanOut.Step(
                        each.getKey(),
                        operation.of(named.in(each.getKey()), each.getValue().parts),
                        payload -> answers.accept(each.getValue().parts, payload)))
                .iterator();
    }
}
