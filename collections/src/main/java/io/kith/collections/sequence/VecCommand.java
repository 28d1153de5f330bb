package io.kith.collections.sequence;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.read;
import static io.kith.collections.kind.Operation.searched;
import static io.kith.collections.kind.Operation.searching;
import static io.kith.collections.kind.Operation.write;

import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;

/** All operations of vecs. */
enum VecCommand implements SequenceCommand {
    GET(read(0x01, "get", "n", SequenceReads::get)),
    SIZE(read(0x02, "size", "", SequenceReads::size)),
    INDEX_OF(read(0x03, "index of", "nnbr", SequenceReads::indexOf)),
    PAGE_AT(read(0x04, "page at", "nnnn", SequenceReads::pageAt)),
    PAGE_BESIDE(read(0x05, "page beside", "nnbj", SequenceReads::pageBeside)),

    SET(write(0x81, "set", "nr", VecWrites::set, VecGrowth::ofSet)),
    ADD(write(0x82, "add", "r", VecWrites::add, VecGrowth::ofOne)),
    INSERT(write(0x83, "insert", "nr", VecWrites::insert, VecGrowth::ofOne)),
    REMOVE(write(0x84, "remove", "n", VecWrites::remove, none())),
    REMOVE_VALUE(searching(0x85, "remove value", "nnbr", Removals::fromVec, Removals::searchVec)),
    ADD_ALL(write(0x86, "add all", "nK", VecWrites::addAll, VecGrowth::ofMany)),
    INSERT_ALL(write(0x87, "insert all", "nK", VecWrites::insertAll, VecGrowth::ofMany)),
    REMOVE_RANGE(write(0x88, "remove range", "nn", VecWrites::removeRange, none())),
    DRAIN(write(0x89, "drain", "nnn", VecWrites::drain, none())),
    SWAP_REMOVE(write(0x8A, "swap remove", "n", VecWrites::swapRemove, none())),
    TRUNCATE(write(0x8B, "truncate", "n", VecWrites::truncate, none())),
    REPLACE_RANGE(write(0x8C, "replace range", "nnK", VecWrites::replaceRange, VecGrowth::ofReplaceRange)),
    PERMUTE(write(0x8D, "permute", "nnN", VecWrites::permute, none())),
    CLEAR(write(0x8E, "clear", "", VecWrites::clear, none())),
    SET_ITEM(write(0x8F, "set item", "ir", VecWrites::setItem, VecGrowth::ofSetItem)),
    REMOVE_ITEM(write(0x90, "remove item", "i", SequenceWrites::removeItem, none())),
    REMOVE_ITEMS(write(0x91, "remove items", "I", SequenceWrites::removeItems, none())),
    INSERT_BESIDE(write(0x92, "insert beside", "ibr", VecWrites::insertBeside, VecGrowth::ofOne)),
    COMPARE_AND_SET(write(0x93, "compare and set", "nvr", VecWrites::compareAndSet, VecGrowth::ofCompareAndSet)),
    REMOVE_FOUND(searched(Removals.FOUND_IN_VEC, "remove found", "njnnbr", Removals::foundInVec));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<VecState> operation;

    VecCommand(Operation<VecState> operation) {
        this.operation = operation;
    }

    static List<Operation<VecState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    @Override
    public PayloadWriter of(CollectionRef collection, int expectedArgumentBytes) {
        return collection.operation(operation.spec().code(), expectedArgumentBytes);
    }
}
