package io.kith.client.map;

import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.map.MapPage;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all entries of a map, a page of a partition at a time; the pages of the next partitions are fetched
 * meanwhile. An entry that is there throughout is seen once, whatever moves meanwhile: the next page of a partition is
 * asked for by the last key of the one before. For one thread.
 */
final class MapCursor<K, V> implements Iterator<MapEntry> {
    static final int PAGE_ENTRIES = 1_000;
    static final int PAGE_BYTES = 64 << 10;
    private static final int MAX_AHEAD = 64;

    private record Pending(int partition, CompletableFuture<byte[]> page) {}

    private final MapCore<K, V> map;
    private final boolean keysOnly;
    private final int partitionCount;
    private final int ahead;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private int nextPartition;
    private Iterator<MapEntry> entries = Collections.emptyIterator();
    private boolean started;

    MapCursor(MapCore<K, V> map, boolean keysOnly) {
        this.map = map;
        this.keysOnly = keysOnly;
        this.partitionCount = map.grid().partitionCount();
        this.ahead = Math.min(MAX_AHEAD, map.grid().fanOut());
    }

    @Override
    public boolean hasNext() {
        while (!entries.hasNext()) {
            List<MapEntry> page = nextPage();
            if (page == null) {
                return false;
            }
            entries = page.iterator();
        }
        return true;
    }

    @Override
    public MapEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more entries");
        }
        return entries.next();
    }

    /** The entries of the next page, which may be none; null after the last. */
    @Nullable
    List<MapEntry> nextPage() {
        map.grid().requireMayWait();
        if (!started) {
            started = true;
            askAhead();
        }
        Pending first = pending.pollFirst();
        if (first == null) {
            return null;
        }
        MapPage page = MapOperations.page(map.grid().await(first.page()));
        List<MapEntry> found = page.entries();
        if (page.more() && !found.isEmpty()) {
            byte[] last = found.get(found.size() - 1).key();
            pending.addFirst(new Pending(first.partition(), map.page(first.partition(), last, keysOnly)));
        }
        askAhead();
        return found;
    }

    private void askAhead() {
        while (pending.size() < ahead && nextPartition < partitionCount) {
            pending.addLast(new Pending(nextPartition, map.page(nextPartition, null, keysOnly)));
            nextPartition++;
        }
    }
}
