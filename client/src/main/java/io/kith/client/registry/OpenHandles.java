package io.kith.client.registry;

import io.kith.client.routing.CollectionHandle;
import io.kith.collections.wire.Incarnation;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handles of the collections that this client has open, so that all who open one know where it is open already. Those
 * that nobody uses any more are forgotten.
 */
final class OpenHandles {
    private final Map<Incarnation, Weak> byIncarnation = new ConcurrentHashMap<>();
    private final ReferenceQueue<CollectionHandle> unused = new ReferenceQueue<>();

    /** A handle, as long as somebody uses it. */
    private static final class Weak extends WeakReference<CollectionHandle> {
        final Incarnation incarnation;

        Weak(CollectionHandle handle, ReferenceQueue<CollectionHandle> unused) {
            super(handle, unused);
            this.incarnation = handle.incarnation();
        }
    }

    /** The handle of that collection, {@code fresh} if there is none; the registry, asked then, told of it. */
    CollectionHandle of(CollectionHandle fresh, long askedNanos) {
        forgetUnused();
        Weak known = byIncarnation.get(fresh.incarnation());
        CollectionHandle handle = known == null ? null : known.get();
        if (handle == null) {
            byIncarnation.put(fresh.incarnation(), new Weak(fresh, unused));
            return fresh;
        }
        handle.readAt(askedNanos);
        return handle;
    }

    private void forgetUnused() {
        for (Reference<?> gone = unused.poll(); gone != null; gone = unused.poll()) {
            if (gone instanceof Weak weak) {
                byIncarnation.remove(weak.incarnation, weak);
            }
        }
    }
}
