package io.kith.client.grid;

import io.kith.client.KithException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Takes an operation back whose result could not be read. */
@FunctionalInterface
public interface Undo {
    /**
     * Begins with it.
     *
     * @param payload the encoded result
     * @return a future of what came of it, in words
     */
    CompletableFuture<String> undo(byte[] payload);

    /** A future of nothing to be told, as nothing was done. */
    static CompletableFuture<String> nothing() {
        return CompletableFuture.completedFuture("");
    }

    /** Notes in {@code failure}, the reason why the result could not be read, what came of the undoing; when that has ended. */
    static CompletableFuture<@Nullable Void> noting(Undo undo, byte[] payload, Throwable failure) {
        CompletableFuture<@Nullable Void> noted = new CompletableFuture<>();
        CompletableFuture<String> undone;
        try {
            undone = undo.undo(payload);
        } catch (RuntimeException e) {
            undone = CompletableFuture.failedFuture(e);
        }
        Async.listen(undone, (words, problem) -> {
            if (problem != null) {
                failure.addSuppressed(
                        new KithException("it was done all the same, and could not be taken back", problem));
            } else if (!words.isEmpty()) {
                failure.addSuppressed(new KithException(words));
            }
            noted.complete(null);
        });
        return noted;
    }

    /** The same for a thread that waits for it, also if it is interrupted. */
    static void awaiting(Undo undo, byte[] payload, Throwable failure) {
        try {
            noting(undo, payload, failure).join();
        } catch (CompletionException e) {
            failure.addSuppressed(e);
        }
    }
}
