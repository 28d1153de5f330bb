package io.kith.client.grid;

import io.kith.client.KithException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Futures for users: they fail with what users are to see, and cancelling them cancels what they were made of. */
public final class Async {

    private Async() {}

    /** Reads the result of an operation that has none. */
    public static @Nullable Void nothing(byte[] payload) {
        if (payload.length != 0) {
            throw new KithException("expected no result, but got one of " + payload.length + " bytes");
        }
        return null;
    }

    /** A future of what {@code reader} makes of {@code source}'s result. */
    public static <S extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> map(
            CompletableFuture<S> source, Function<? super S, ? extends R> reader) {
        return then(source, result -> CompletableFuture.completedFuture(reader.apply(result)));
    }

    /** A future of what the operation that {@code next} starts with {@code source}'s result comes to. */
    public static <S extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> then(
            CompletableFuture<S> source, Function<? super S, CompletableFuture<R>> next) {
        CompletableFuture<R> derived = new CompletableFuture<>();
        cancels(derived, source);
        listen(source, (result, failure) -> {
            if (failure != null) {
                derived.completeExceptionally(forUser(failure));
                return;
            }
            if (derived.isDone()) {
                return;
            }
            CompletableFuture<R> second;
            try {
                second = next.apply(result);
            } catch (Throwable e) {
                derived.completeExceptionally(e);
                return;
            }
            passOn(second, derived);
        });
        return derived;
    }

    /** The same for a result of which {@code next} reads users' objects, or gives them to users: on a {@link Decoders} thread. */
    public static <S extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> thenReading(
            Decoders decoders, CompletableFuture<S> source, Function<? super S, CompletableFuture<R>> next) {
        CompletableFuture<S> arrived = new CompletableFuture<>();
        cancels(arrived, source);
        listen(source, (result, failure) -> {
            if (failure != null) {
                arrived.completeExceptionally(failure);
            } else {
                decoders.execute(() -> arrived.complete(result), arrived::completeExceptionally);
            }
        });
        return then(arrived, next);
    }

    public static <R extends @Nullable Object> void passOn(CompletableFuture<R> from, CompletableFuture<R> to) {
        cancels(to, from);
        listen(from, (result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(forUser(failure));
            }
        });
    }

    /** Cancelling {@code derived} cancels {@code source}. */
    public static void cancels(CompletableFuture<?> derived, CompletableFuture<?> source) {
        listen(derived, (result, failure) -> {
            if (derived.isCancelled()) {
                source.cancel(false);
            }
        });
    }

    /** What users are to see of a failure. */
    public static Throwable forUser(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RequestFailedException refused ? refused.forUser() : cause;
    }

    /** Calls {@code action} when {@code stage} is complete. */
    public static <T extends @Nullable Object> void listen(
            CompletionStage<T> stage, BiConsumer<? super T, ? super @Nullable Throwable> action) {
        stage.whenComplete(action);
    }
}
