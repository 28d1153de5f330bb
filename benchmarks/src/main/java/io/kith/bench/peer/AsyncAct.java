package io.kith.bench.peer;

import java.util.concurrent.CompletableFuture;

/** An act, as a call that returns at once. */
@FunctionalInterface
public interface AsyncAct {
    /** Starts it with key, element or index number {@code index}. */
    CompletableFuture<?> start(int index);
}
