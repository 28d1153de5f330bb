package io.kith.client.grid;

import io.kith.client.routing.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What comes of a call. Cancelling it gives the call up. */
abstract class CallOutcome<T extends @Nullable Object> extends CompletableFuture<T> {
    private final Call<?> call;

    CallOutcome(Call<?> call) {
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

    /** The encoded result; fails with {@link RequestFailedException}. */
    static final class Encoded extends CallOutcome<byte[]> {
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
    static final class Read<R extends @Nullable Object> extends CallOutcome<R> {
        private final Function<byte[], ? extends R> reader;

        private final @Nullable Undo undo;

        Read(Call<R> call, Function<byte[], ? extends R> reader, @Nullable Undo undo) {
            super(call);
            this.reader = reader;
            this.undo = undo;
        }

        @Override
        boolean take(byte[] payload, Runnable read) {
            R value;
            try {
                value = reader.apply(payload);
            } catch (Throwable e) {
                // What the user's own serialization throws is for the user.
                read.run();
                if (undo == null) {
                    completeExceptionally(e);
                } else {
                    Async.listen(Undo.noting(undo, payload, e), (done, never) -> completeExceptionally(e));
                }
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
}
