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
    private final Consumer<byte[]> leftover;
    // Written before the call is handed to its loop.
    private @Nullable Predicate<byte[]> quick;
    private @Nullable Runnable permit;
    private @Nullable Outcome<?> outcome;

    /** What comes of a call. Cancelling it gives the call up. */
    private abstract static class Outcome<T extends @Nullable Object> extends CompletableFuture<T> {
        final Call<?> call;

        Outcome(Call<?> call) {
            this.call = call;
        }

        /** Takes the encoded result, running {@code read} once it is read; returns whether it was still wanted. */
        abstract boolean take(byte[] payload, Runnable read);

        abstract void refuse(Failure failure);

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                call.giveUp();
            }
            return cancelled;
        }
    }

    /** The encoded result; fails with {@link RequestFailedException}. */
    private static final class Encoded extends Outcome<byte[]> {
        Encoded(Call<?> call) {
            super(call);
        }

        @Override
        boolean take(byte[] payload, Runnable read) {
            read.run();
            return complete(payload);
        }

        @Override
        void refuse(Failure failure) {
            completeExceptionally(new RequestFailedException(failure));
        }
    }

    /** What is read from the result, for a user; fails with what users are to see. */
    private static final class Read<R extends @Nullable Object> extends Outcome<R> {
        private final Function<byte[], ? extends R> reader;

        Read(Call<R> call) {
            super(call);
            this.reader = call.reader;
        }

        @Override
        boolean take(byte[] payload, Runnable read) {
            R value;
            try {
                value = reader.apply(payload);
            } catch (Throwable e) {
                // What the user's own serialization throws is for the user.
                read.run();
                completeExceptionally(e);
                return true;
            }
            read.run();
            return complete(value);
        }

        @Override
        void refuse(Failure failure) {
            completeExceptionally(new RequestFailedException(failure).forUser());
        }
    }

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

    /** The same call, for which its collection is opened first if it is not open. */
    public Call<R> opening() {
        openFirst();
        return this;
    }

    private <O extends Outcome<?>> O admitted(O awaited) {
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
        Encoded result = admitted(new Encoded(this));
        loop.submitAndDrive(this);
        return reader.apply(grid.await(result));
    }

    /**
     * Sends it.
     *
     * @return for a user: fails with what users are to see
     */
    public CompletableFuture<R> start() {
        Read<R> result = admitted(new Read<>(this));
        loop.submit(this);
        return result;
    }

    /**
     * Sends it.
     *
     * @return the encoded result; fails with {@link RequestFailedException}
     */
    public CompletableFuture<byte[]> submit() {
        Encoded result = admitted(new Encoded(this));
        loop.submit(this);
        return result;
    }

    /** Ends the wait of an operation that waits: the result is what it has got by then, if anything. */
    void withdraw() {
        loop.withdraw(this);
    }

    private void giveUp() {
        if (waits) {
            withdraw();
        } else {
            loop.cancel(this, this::ended);
        }
    }

    private void ended() {
        Runnable release = permit;
        if (release != null) {
            release.run();
        }
    }

    @Override
    protected void succeeded(byte[] payload) {
        Outcome<?> awaited = outcome;
        Predicate<byte[]> quickly = quick;
        if (quickly == null || !(awaited instanceof Read) || quickly.test(payload)) {
            end(awaited, payload);
            return;
        }
        grid.decoders().execute(() -> end(awaited, payload), refusal -> {
            ended();
            awaited.completeExceptionally(refusal);
        });
    }

    /** Lets the next operation in as soon as the result is read, so that there are never more results than operations. */
    private void end(@Nullable Outcome<?> awaited, byte[] payload) {
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
        Outcome<?> awaited = outcome;
        if (awaited != null) {
            awaited.refuse(failure);
        }
    }
}
