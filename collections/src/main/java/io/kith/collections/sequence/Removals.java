package io.kith.collections.sequence;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.sequence.RemovalSearch.Asked;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/**
 * The removal of the first element, or the last, that equals a value. In a long sequence the primary looks for it first, slice by
 * slice, and logs what it found, and in which version of the sequence. That is but a hint: where it may not be right any more
 * when the removal is applied, the sequence is looked through then. So the effect is the same whichever way a replica goes.
 */
final class Removals {
    /** The code of a vec's removal that was looked for. */
    static final int FOUND_IN_VEC = 0x94;

    /** The code of a deque's removal that was looked for. */
    static final int FOUND_IN_DEQUE = 0x91;

    private Removals() {}

    private static RemovalRange vecRange(OperationCall call) {
        PayloadReader in = call.in();
        return new RemovalRange(in.readVarInt(Integer.MAX_VALUE), in.readVarInt(Integer.MAX_VALUE), in.readBoolean());
    }

    private static RemovalRange dequeRange(OperationCall call) {
        return new RemovalRange(0, Integer.MAX_VALUE, !call.in().readBoolean());
    }

    // ---- as a client asks for it

    static byte[] fromVec(VecState vec, OperationCall call) {
        return Results.ofNumber(removeAt(vec, search(vec, call, vecRange(call))) + 1L);
    }

    static byte[] fromDeque(DequeState deque, OperationCall call) {
        return Results.ofBoolean(removeAt(deque, search(deque, call, dequeRange(call))) >= 0);
    }

    private static int search(SequenceState state, OperationCall call, RemovalRange range) {
        PayloadReader in = call.in();
        return state.sequence()
                .find(range.from(), range.to(), range.backward(), call.array(), in.position(), in.remaining());
    }

    private static int removeAt(SequenceState state, int index) {
        if (index >= 0) {
            state.sequence().remove(index);
        }
        return index;
    }

    // ---- what a primary looks for before

    /** Begins to look for what a vec's removal is about; null if there is little to look through. */
    static @Nullable LongRead searchVec(VecState vec, OperationCall call) {
        Asked asked = new Asked(call.array(), call.in().position(), FOUND_IN_VEC);
        return search(vec, call, asked, vecRange(call));
    }

    /** Begins to look for what a deque's removal is about; null if there is little to look through. */
    static @Nullable LongRead searchDeque(DequeState deque, OperationCall call) {
        Asked asked = new Asked(call.array(), call.in().position(), FOUND_IN_DEQUE);
        return search(deque, call, asked, dequeRange(call));
    }

    private static @Nullable LongRead search(SequenceState state, OperationCall call, Asked asked, RemovalRange range) {
        int size = state.sequence().size();
        int length = Math.min(range.to(), size) - Math.min(range.from(), size);
        return length <= call.sliceElements()
                ? null
                : new RemovalSearch(state.sequence(), asked, range, call.in().readRest(), call.sliceElements());
    }

    // ---- as it is logged then

    static byte[] foundInVec(VecState vec, OperationCall call) {
        RemovalHint hint = RemovalHint.read(call.in());
        return Results.ofNumber(removeAt(vec, check(vec, call, hint, vecRange(call))) + 1L);
    }

    static byte[] foundInDeque(DequeState deque, OperationCall call) {
        RemovalHint hint = RemovalHint.read(call.in());
        return Results.ofBoolean(removeAt(deque, check(deque, call, hint, dequeRange(call))) >= 0);
    }

    /** What a search would find now, without one if what was found before is surely right. */
    private static int check(SequenceState state, OperationCall call, RemovalHint hint, RemovalRange range) {
        PayloadReader in = call.in();
        int known = hint.index(state.sequence(), range, in.array(), in.position(), in.remaining());
        return known == RemovalHint.UNKNOWN ? search(state, call, range) : known;
    }
}
