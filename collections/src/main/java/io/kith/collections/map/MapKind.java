package io.kith.collections.map;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import java.util.List;

/** Maps and sets: entries spread over partitions by their keys. */
public final class MapKind implements CollectionKind<MapState> {
    private final List<Operation<MapState>> operations = MapCommand.all();
    private final MapState nothing = new MapState(0, new ExpiryQueue());

    /** The kind; there is no more than one. */
    public MapKind() {}

    @Override
    public int code() {
        return 0;
    }

    @Override
    public String title() {
        return "map or set";
    }

    @Override
    public List<Operation<MapState>> operations() {
        return operations;
    }

    @Override
    public MapState create(long collectionId, ExpiryQueue expiries) {
        return new MapState(collectionId, expiries);
    }

    @Override
    public MapState nothing() {
        return nothing;
    }
}
