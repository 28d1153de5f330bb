package io.kith.collections.sequence;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.read;
import static io.kith.collections.kind.Operation.write;

import io.kith.collections.kind.Operation;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;

/** All operations of vecs. */
enum VecCommand implements SequenceCommand {
    GET(read(0x21, "get", "n", SequenceReads::get)),
    SIZE(read(0x22, "size", "", SequenceReads::size)),
    INDEX_OF(read(0x23, "index of", "nnbr", SequenceReads::indexOf)),
    PAGE_AT(read(0x24, "page at", "nnnn", SequenceReads::pageAt)),
    PAGE_BESIDE(read(0x25, "page beside", "nnbj", SequenceReads::pageBeside)),

    SET(write(0xA1, "set", "nr", VecWrites::set, VecGrowth::ofSet)),
    ADD(write(0xA2, "add", "r", VecWrites::add, VecGrowth::ofOne)),
    INSERT(write(0xA3, "insert", "nr", VecWrites::insert, VecGrowth::ofOne)),
    REMOVE(write(0xA4, "remove", "n", VecWrites::remove, none())),
    REMOVE_VALUE(write(0xA5, "remove value", "nnbr", VecWrites::removeValue, none())),
    ADD_ALL(write(0xA6, "add all", "nK", VecWrites::addAll, VecGrowth::ofMany)),
    INSERT_ALL(write(0xA7, "insert all", "nK", VecWrites::insertAll, VecGrowth::ofMany)),
    REMOVE_RANGE(write(0xA8, "remove range", "nn", VecWrites::removeRange, none())),
    DRAIN(write(0xA9, "drain", "nnn", VecWrites::drain, none())),
    SWAP_REMOVE(write(0xAA, "swap remove", "n", VecWrites::swapRemove, none())),
    TRUNCATE(write(0xAB, "truncate", "n", VecWrites::truncate, none())),
    REPLACE_RANGE(write(0xAC, "replace range", "nnK", VecWrites::replaceRange, VecGrowth::ofReplaceRange)),
    PERMUTE(write(0xAD, "permute", "nnN", VecWrites::permute, none())),
    CLEAR(write(0xAE, "clear", "", VecWrites::clear, none())),
    SET_ITEM(write(0xAF, "set item", "ir", VecWrites::setItem, VecGrowth::ofSetItem)),
    REMOVE_ITEM(write(0xB0, "remove item", "i", SequenceWrites::removeItem, none())),
    REMOVE_ITEMS(write(0xB1, "remove items", "I", SequenceWrites::removeItems, none())),
    INSERT_BESIDE(write(0xB2, "insert beside", "ibr", VecWrites::insertBeside, VecGrowth::ofOne)),
    COMPARE_AND_SET(write(0xB3, "compare and set", "nvr", VecWrites::compareAndSet, VecGrowth::ofCompareAndSet));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<VecState> operation;

    VecCommand(Operation<VecState> operation) {
        this.operation = operation;
    }

    static List<Operation<VecState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    @Override
    public PayloadWriter of(long collectionId, int expectedArgumentBytes) {
        return PayloadWriter.operation(operation.spec().code(), collectionId, expectedArgumentBytes);
    }
}
