package io.kith.bench.peer;

/** An act, as a call that returns when it is done. */
@FunctionalInterface
public interface SyncAct {
    /** Does it with key, element or index number {@code index}. */
    void run(int index) throws Exception;
}
