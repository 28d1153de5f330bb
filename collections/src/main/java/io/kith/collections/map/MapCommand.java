package io.kith.collections.map;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.own;
import static io.kith.collections.kind.Operation.read;
import static io.kith.collections.kind.Operation.write;

import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;

/** All operations of maps and sets. */
enum MapCommand {
    GET(read(0x01, "get", "k", MapReads::get)),
    GET_ENTRY(read(0x02, "get entry", "k", MapReads::getEntry)),
    CONTAINS_KEY(read(0x03, "contains key", "k", MapReads::containsKey)),
    GET_ALL(read(0x04, "get all", "K", MapReads::getAll)),
    CONTAINS_KEYS(read(0x05, "contains keys", "K", MapReads::containsKeys)),
    CONTAINS_VALUE(read(0x06, "contains value", "r", MapReads::containsValue)),
    SIZE(read(0x07, "size", "", MapReads::size)),
    PAGE(read(0x08, "page", "nnba", MapReads::page)),

    PUT(write(0x81, "put", "knr", MapWrites::put, MapGrowth::ofPut)),
    SET(write(0x82, "set", "knr", MapWrites::set, MapGrowth::ofPut)),
    PUT_IF_ABSENT(write(0x83, "put if absent", "knr", MapWrites::putIfAbsent, MapGrowth::ofPutIfAbsent)),
    REMOVE(write(0x84, "remove", "k", MapWrites::remove, none())),
    DELETE(write(0x85, "delete", "k", MapWrites::delete, none())),
    REMOVE_IF_EQUALS(write(0x86, "remove if equals", "kr", MapWrites::removeIfEquals, none())),
    REPLACE(write(0x87, "replace", "knr", MapWrites::replace, MapGrowth::ofReplace)),
    REPLACE_IF_EQUALS(
            write(0x88, "replace if equals", "knvr", MapWrites::replaceIfEquals, MapGrowth::ofReplaceIfEquals)),
    COMPARE_AND_SET(write(0x89, "compare and set", "knc", MapWrites::compareAndSet, MapGrowth::ofCompareAndSet)),
    PUT_ALL(write(0x8A, "put all", "nE", MapWrites::putAll, MapGrowth::ofPutAll)),
    REMOVE_ALL(write(0x8B, "remove all", "K", MapWrites::removeAll, none())),
    CLEAR(write(0x8C, "clear", "", MapWrites::clear, none())),
    EXPIRE(own(EntryDue.EXPIRE_CODE, "expire", "kn", MapWrites::expire));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<MapState> operation;

    MapCommand(Operation<MapState> operation) {
        this.operation = operation;
    }

    static List<Operation<MapState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    /** Starts the bytes of this operation. */
    PayloadWriter of(CollectionRef collection, int expectedArgumentBytes) {
        return collection.operation(operation.spec().code(), expectedArgumentBytes);
    }
}
