package io.kith.collections.kind;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a kind of collections, declared once: what it is called on the wire, what arguments it has, who may ask
 * for it, what does it, and by how much it lets a collection grow. Everything else that has to be known of it follows.
 *
 * @param <S> the state it works on
 */
public final class Operation<S extends CollectionState> {
    private final OperationSpec spec;
    private final WaitingHandler<S> handler;
    private final Growth<S> growth;
    private final @Nullable Search<S> search;

    /** Does an operation and gives back its result, at once. */
    public interface Handler<S> extends WaitingHandler<S> {
        @Override
        byte[] run(S state, OperationCall call);
    }

    /** Does an operation and gives back its result, or null if the request waits. */
    public interface WaitingHandler<S> {
        /**
         * Does it.
         *
         * @throws io.kith.transport.CorruptFrameException if the arguments cannot be read; then nothing was changed
         * @throws RefusedException if it must not be done; then nothing was changed
         */
        byte @Nullable [] run(S state, OperationCall call);
    }

    /** Says by how many bytes an operation would let a collection grow, about; 0 or less if it adds nothing. */
    public interface Growth<S> {
        /**
         * By how much {@link CollectionState#bytes} would grow.
         *
         * @throws io.kith.transport.CorruptFrameException if the arguments cannot be read
         */
        long of(S state, OperationCall call);
    }

    /** Looks where that is in a collection which a write is about, before the write is logged. */
    public interface Search<S> {
        /**
         * Begins to look; null if there is so little to look through that the write does it itself.
         *
         * @return what ends with the operation that is to be logged in place of the write
         * @throws io.kith.transport.CorruptFrameException if the arguments cannot be read
         */
        @Nullable
        LongRead begin(S state, OperationCall call);
    }

    private Operation(OperationSpec spec, WaitingHandler<S> handler, Growth<S> growth, @Nullable Search<S> search) {
        this.spec = spec;
        this.handler = handler;
        this.growth = growth;
        this.search = search;
    }

    /** One that changes nothing. */
    public static <S extends CollectionState> Operation<S> read(
            int code, String name, String arguments, Handler<S> handler) {
        return new Operation<>(spec(code, name, arguments, Access.READ, false), handler, none(), null);
    }

    /** One that a client asks for and that is done at once. */
    public static <S extends CollectionState> Operation<S> write(
            int code, String name, String arguments, Handler<S> handler, Growth<S> growth) {
        return new Operation<>(spec(code, name, arguments, Access.WRITE, false), handler, growth, null);
    }

    /** One that a client asks for, that adds nothing, and where a primary looks first for what it is about. */
    public static <S extends CollectionState> Operation<S> searching(
            int code, String name, String arguments, Handler<S> handler, Search<S> search) {
        return new Operation<>(spec(code, name, arguments, Access.WRITE, false), handler, none(), search);
    }

    /** One that a primary logs in place of another one, for which it has looked before. */
    public static <S extends CollectionState> Operation<S> searched(
            int code, String name, String arguments, Handler<S> handler) {
        return new Operation<>(spec(code, name, arguments, Access.SEARCHED, false), handler, none(), null);
    }

    /** One that a client asks for and that may wait in the collection. */
    public static <S extends CollectionState> Operation<S> waiting(
            int code, String name, String arguments, WaitingHandler<S> handler, Growth<S> growth) {
        return new Operation<>(spec(code, name, arguments, Access.WRITE, true), handler, growth, null);
    }

    /** One that only a primary asks for. */
    public static <S extends CollectionState> Operation<S> own(
            int code, String name, String arguments, Handler<S> handler) {
        return new Operation<>(spec(code, name, arguments, Access.OWN, false), handler, none(), null);
    }

    /** The growth of what adds, at most, a request that waits: if {@code waits} holds of the collection. */
    public static <S> Growth<S> ofWaiter(Predicate<S> waits) {
        return new WaiterGrowth<>(waits);
    }

    private record WaiterGrowth<S>(Predicate<S> waits) implements Growth<S> {
        @Override
        public long of(S state, OperationCall call) {
            return waits.test(state) ? Waiters.WAITER_BYTES : 0;
        }
    }

    /** The growth of what adds nothing. */
    public static <S> Growth<S> none() {
        return (state, call) -> 0;
    }

    private static OperationSpec spec(int code, String name, String arguments, Access access, boolean mayWait) {
        ArgumentForm form = ArgumentForm.of(arguments);
        return new OperationSpec(
                code, name, form, access, form.beginsWithKey() ? Scope.KEY : Scope.COLLECTION, mayWait);
    }

    /** What there is to know of it. */
    public OperationSpec spec() {
        return spec;
    }

    /** Does it to a collection of its kind. */
    @SuppressWarnings("unchecked") // The kind that has the operation made the state.
    public byte @Nullable [] run(CollectionState state, OperationCall call) {
        return handler.run((S) state, call);
    }

    /** Whether a primary may have to look first for what it is about. */
    public boolean isSearching() {
        return search != null;
    }

    /** Begins to look for what it is about in a collection of its kind; null if that is not needed. */
    @SuppressWarnings("unchecked") // As above.
    public @Nullable LongRead search(CollectionState state, OperationCall call) {
        return search == null ? null : search.begin((S) state, call);
    }

    /** By how much it would let a collection of its kind grow. */
    @SuppressWarnings("unchecked") // As above.
    public long growth(CollectionState state, OperationCall call) {
        return growth.of((S) state, call);
    }

    /** Whether all that it can add is a request that waits. */
    public boolean addsOnlyWaiter() {
        return growth instanceof WaiterGrowth;
    }
}
