package io.kith.collections.map;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/** Maps and sets: entries spread over partitions by their keys. */
public final class MapKind implements CollectionKind<MapState> {
    private final CollectionType type;
    private final List<Operation<MapState>> operations = MapCommand.all();
    private final MapState nothing = new MapState(0, new ExpiryQueue());

    private MapKind(CollectionType type) {
        this.type = type;
    }

    /** Those that are maps. */
    public static MapKind ofMaps() {
        return new MapKind(CollectionType.HASH_MAP);
    }

    /** Those that are sets: maps whose values are empty. */
    public static MapKind ofSets() {
        return new MapKind(CollectionType.HASH_SET);
    }

    @Override
    public CollectionType type() {
        return type;
    }

    @Override
    public List<Operation<MapState>> operations() {
        return operations;
    }

    @Override
    public MapState create(long opening, CollectionOptions options, ExpiryQueue expiries) {
        return new MapState(opening, expiries);
    }

    @Override
    public MapState nothing() {
        return nothing;
    }
}
