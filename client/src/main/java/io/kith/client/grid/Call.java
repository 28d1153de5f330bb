package io.kith.client.grid;

import io.kith.client.loop.ClientLoop;
import io.kith.client.routing.CollectionHandle;
import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.collections.wire.Operations;
import io.kith.config.Change;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request on behalf of a user, declared once and sent in one of two ways: by a thread that {@linkplain #await waits}
 * for the result, or with a {@linkplain #start future} of it.
 *
 * @param <R> what is read from the encoded result
 */
public final class Call<R extends @Nullable Object> extends Request {
    static final Function<byte[], byte[]> RAW = payload -> payload;
    private static final long NO_WAIT = -1;

    private final Grid grid;
    private final ClientLoop loop;
    private final boolean waits;
    private final Function<byte[], ? extends R> reader;
    private Consumer<byte[]> leftover;
    private boolean kept;
    // Written before the call is handed to its loop.
    private @Nullable Predicate<byte[]> quick;
    private @Nullable Runnable permit;
    private @Nullable CallOutcome<?> outcome;
    private @Nullable Undo undo;
    private @Nullable Care care;
    private @Nullable Supplier<? extends R> careful;

    /** An operation that does not wait in the cluster. */
    Call(
            Grid grid,
            ClientLoop loop,
            int partition,
            @Nullable CollectionHandle collection,
            byte[] operation,
            Function<byte[], ? extends R> reader) {
        this(grid, loop, partition, collection, operation, NO_WAIT, Call::forget, reader);
    }

    /** An operation that may wait in the cluster for so long; {@code leftover} takes a result that comes too late. */
    Call(
            Grid grid,
            ClientLoop loop,
            int partition,
            @Nullable CollectionHandle collection,
            byte[] operation,
            long waitMillis,
            Consumer<byte[]> leftover,
            Function<byte[], ? extends R> reader) {
        super(
                Operations.isRead(operation),
                partition,
                collection,
                operation,
                waitMillis < 0 ? COMMON_LANE : WAITING_LANE,
                grid.deadlineNanos(Math.max(0, waitMillis)),
                Math.max(0, waitMillis));
        this.grid = grid;
        this.loop = loop;
        this.reader = reader;
        this.leftover = leftover;
        this.waits = waitMillis >= 0;
    }

    /** A proposal. */
    Call(Grid grid, ClientLoop loop, Change change, Function<byte[], ? extends R> reader) {
        super(change, grid.deadlineNanos(0));
        this.grid = grid;
        this.loop = loop;
        this.reader = reader;
        this.leftover = Call::forget;
        this.waits = false;
    }

    static void forget(byte[] payload) {
        // Nobody is left who could want it, and it has no effect that should be undone.
    }

    /** The same call, as a part of an operation that was {@linkplain Grid#admit admitted} as a whole. */
    public Call<R> asPart() {
        permit = Call::notCounted;
        return this;
    }

    /**
     * The same call, whose reader reads users' objects or calls their functions: a future's result is read by the {@link
     * Decoders} unless {@code quickly} says that it takes no time.
     */
    public Call<R> decoding(Predicate<byte[]> quickly) {
        quick = quickly;
        return this;
    }

    /** The same call, which {@code taking} takes back if its result cannot be read. */
    public Call<R> undoing(Undo taking) {
        undo = taking;
        return this;
    }

    /** The same call, whose result {@code late} takes if nobody waits for it any more: once sent it is not given up. */
    public Call<R> handingOver(Consumer<byte[]> late) {
        leftover = late;
        kept = true;
        return this;
    }

    /** The same call, instead of which a thread that waits does something else as long as care is to be taken. */
    public Call<R> carefully(Care whether, Supplier<? extends R> instead) {
        care = whether;
        careful = instead;
        return this;
    }

    /** The same call, for which its collection is opened first if it is not open. */
    public Call<R> opening() {
        openFirst();
        return this;
    }

    private <O extends CallOutcome<?>> O admitted(O awaited) {
        if (permit == null) {
            permit = grid.admit();
        }
        outcome = awaited;
        return awaited;
    }

    private static void notCounted() {
        // The whole that it is a part of is.
    }

    /** Sends it and waits for its result; this thread may drive the event loop meanwhile. */
    public R await() {
        grid.requireMayWait();
        Supplier<? extends R> instead = careful;
        if (care != null && instead != null && care.isNeeded()) {
            return care.taken(instead);
        }
        CallOutcome.Encoded result = admitted(new CallOutcome.Encoded(this));
        loop.submitAndDrive(this);
        byte[] payload = grid.await(result);
        try {
            return reader.apply(payload);
        } catch (RuntimeException | Error e) {
            if (undo != null) {
                Undo.awaiting(undo, payload, e);
            }
            throw e;
        }
    }

    /**
     * Sends it.
     *
     * @return for a user: fails with what users are to see
     */
    public CompletableFuture<R> start() {
        CallOutcome.Read<R> result = admitted(new CallOutcome.Read<>(this, reader, undo));
        loop.submit(this);
        return result;
    }

    /**
     * Sends it.
     *
     * @return the encoded result; fails with {@link RequestFailedException}
     */
    public CompletableFuture<byte[]> submit() {
        CallOutcome.Encoded result = admitted(new CallOutcome.Encoded(this));
        loop.submit(this);
        return result;
    }

    /** Ends the wait of an operation that waits: the result is what it has got by then, if anything. */
    void withdraw() {
        loop.withdraw(this);
    }

    void giveUp() {
        if (waits) {
            withdraw();
        } else {
            loop.cancel(this, this::ended);
        }
    }

    @Override
    protected boolean keepsOnceSent() {
        return kept;
    }

    private void ended() {
        Runnable release = permit;
        if (release != null) {
            release.run();
        }
    }

    @Override
    protected void succeeded(byte[] payload) {
        CallOutcome<?> awaited = outcome;
        Predicate<byte[]> quickly = quick;
        if (quickly == null || !(awaited instanceof CallOutcome.Read) || quickly.test(payload)) {
            end(awaited, payload);
            return;
        }
        grid.decoders().execute(() -> end(awaited, payload), refusal -> {
            ended();
            awaited.completeExceptionally(refusal);
        });
    }

    /** Lets the next operation in as soon as the result is read, so that there are never more results than operations. */
    private void end(@Nullable CallOutcome<?> awaited, byte[] payload) {
        if (awaited == null || awaited.isDone()) {
            ended();
            leftover.accept(payload);
        } else if (!awaited.take(payload, this::ended)) {
            leftover.accept(payload);
        }
    }

    @Override
    protected void failed(Failure failure) {
        ended();
        CallOutcome<?> awaited = outcome;
        if (awaited != null) {
            awaited.refuse(failure);
        }
    }
}
