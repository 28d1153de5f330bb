package io.kith.client.routing;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A collection as this client knows it: what it is called, what each partition that it was opened in calls it, and when the
 * registry last told of it. Any thread may ask how to name it; what a partition calls it is noted by the one router that
 * writes there.
 */
public final class CollectionHandle {
    /** Openings are kept in pages, as most collections are opened in few of many partitions. */
    private static final int PAGE_SHIFT = 4;

    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private final String name;
    private final CollectionRef named;
    private final CollectionOptions options;
    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable CollectionRef>> pages;
    private volatile long readNanos;

    /**
     * A collection that is open in no partition as far as is known.
     *
     * @param readNanos when the registry was asked that told of it, on the routers' monotonic clock
     */
    public CollectionHandle(
            String name, CollectionRef named, CollectionOptions options, int partitionCount, long readNanos) {
        this.name = name;
        this.named = named;
        this.options = options;
        this.pages = new AtomicReferenceArray<>((partitionCount + PAGE_MASK) >> PAGE_SHIFT);
        this.readNanos = readNanos;
    }

    /** The registry of names itself, which needs no entry. */
    public static CollectionHandle ofRegistry(int partitionCount) {
        return new CollectionHandle("", References.REGISTRY, CollectionOptions.NONE, partitionCount, 0);
    }

    public String name() {
        return name;
    }

    public CollectionType type() {
        return named.type();
    }

    public Incarnation incarnation() {
        return named.incarnation();
    }

    /** What it was first opened with. */
    public CollectionOptions options() {
        return options;
    }

    /** How operations are to name it in a partition. */
    public CollectionRef in(int partition) {
        AtomicReferenceArray<@Nullable CollectionRef> page = pages.get(partition >> PAGE_SHIFT);
        CollectionRef opened = page == null ? null : page.get(partition & PAGE_MASK);
        return opened == null ? named : opened;
    }

    /** A partition has opened it. */
    void opened(int partition, long opening) {
        AtomicReferenceArray<@Nullable CollectionRef> page = pages.get(partition >> PAGE_SHIFT);
        if (page == null) {
            AtomicReferenceArray<@Nullable CollectionRef> fresh = new AtomicReferenceArray<>(1 << PAGE_SHIFT);
            // Its neighbours may be another router's.
            page = pages.compareAndSet(partition >> PAGE_SHIFT, null, fresh)
                    ? fresh
                    : pages.get(partition >> PAGE_SHIFT);
        }
        if (page != null) {
            page.set(partition & PAGE_MASK, named.openedAs(opening));
        }
    }

    /** A partition does not know it under that opening. */
    void forgotten(int partition, long opening) {
        AtomicReferenceArray<@Nullable CollectionRef> page = pages.get(partition >> PAGE_SHIFT);
        if (page != null && in(partition).opening() == opening) {
            page.set(partition & PAGE_MASK, null);
        }
    }

    private boolean isRegistry() {
        return named.incarnation().equals(Incarnation.REGISTRY);
    }

    /** Whether the registry told of it no longer ago than so. */
    boolean wasReadWithin(long nanos, long nowNanos) {
        return isRegistry() || nowNanos - readNanos < nanos;
    }

    /** The registry, asked then, told of it. */
    public void readAt(long nanos) {
        if (nanos - readNanos > 0) {
            readNanos = nanos;
        }
    }

    /** What became of it, for people. */
    String destroyed() {
        return "'" + name + "' was destroyed: open it again by its name";
    }
}
