package io.kith.cluster.simulation;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.HistoryRecorder;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of a client, from its invocation on. */
public final class ClientOperation {
    /** The result of what was done and had no effect, because it could not have. */
    static final Object NO_EFFECT = "no effect";

    private final String description;
    private final long keyHash;
    private final byte[] operation;
    private final Kind kind;
    private final HistoryRecorder<?>.@Nullable Invocation invocation;
    private final Function<byte[], @Nullable Object> result;
    private final Runnable whenGivenUp;
    private Runnable whenDestroyed = () -> {};
    private Runnable whenRefused = () -> {};
    private boolean endsByItself;
    private String collectionName = "";
    private CollectionOptions collectionOptions = CollectionOptions.NONE;

    /** What an operation does to the partition. */
    public enum Kind {
        /** Changes nothing. */
        READ,
        /** May change something. */
        WRITE,
        /** May change something, and may wait until another write lets it; whoever gives up before cancels it. */
        WAITING_WRITE
    }

    /**
     * An operation that was just invoked.
     *
     * @param keyHash where on the ring it belongs
     * @param operation encoded
     * @param invocation its part in the history; null if it has none
     * @param result reads the payload of an answer
     * @param whenGivenUp runs if its outcome stays unknown
     */
    public ClientOperation(
            String description,
            long keyHash,
            byte[] operation,
            Kind kind,
            HistoryRecorder<?>.@Nullable Invocation invocation,
            Function<byte[], @Nullable Object> result,
            Runnable whenGivenUp) {
        this.description = description;
        this.keyHash = keyHash;
        this.operation = operation;
        this.kind = kind;
        this.invocation = invocation;
        this.result = result;
        this.whenGivenUp = whenGivenUp;
    }

    /** As what its collection is to be opened, where it is not open. */
    ClientOperation opens(String name, CollectionOptions given) {
        collectionName = name;
        collectionOptions = given;
        return this;
    }

    String collectionName() {
        return collectionName;
    }

    CollectionOptions collectionOptions() {
        return collectionOptions;
    }

    /** What is to happen if it is refused, for whatever reason. */
    ClientOperation whenRefused(Runnable then) {
        whenRefused = then;
        return this;
    }

    /** It waits for what comes for certain, once nothing breaks any more: it need not be called off in the end. */
    ClientOperation endsByItself() {
        endsByItself = true;
        return this;
    }

    /** Whether it may wait for what perhaps never comes. */
    boolean mustBeCalledOff() {
        return waits() && !endsByItself;
    }

    /** What is to happen if it is refused because its collection was destroyed. */
    ClientOperation whenDestroyed(Runnable then) {
        whenDestroyed = then;
        return this;
    }

    long keyHash() {
        return keyHash;
    }

    byte[] operation() {
        return operation;
    }

    boolean isRead() {
        return kind == Kind.READ;
    }

    boolean waits() {
        return kind == Kind.WAITING_WRITE;
    }

    void answered(byte[] payload, long nowNanos) {
        ended(result.apply(payload), nowNanos);
    }

    private void ended(@Nullable Object found, long nowNanos) {
        if (invocation != null && found == NO_EFFECT) {
            invocation.fail();
        } else if (invocation != null) {
            invocation.ok(found, nowNanos);
        }
    }

    /** It was cancelled; {@code payload} is what it had got by then. */
    void cancelled(byte[] payload, long nowNanos) {
        Object got = result.apply(payload);
        ended(Arrays.equals(payload, Results.ABSENT) ? NO_EFFECT : got, nowNanos);
    }

    /** It was refused: it had no effect and never will. */
    void refused() {
        if (invocation != null) {
            invocation.fail();
        }
        whenRefused.run();
    }

    /** It was refused since its collection had been destroyed. */
    void destroyed() {
        refused();
        whenDestroyed.run();
    }

    void gaveUp() {
        if (invocation != null) {
            invocation.unknown();
        }
        whenGivenUp.run();
    }

    @Override
    public String toString() {
        return description;
    }
}
