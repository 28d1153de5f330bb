package io.kith.bench.peer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request to an echo server that waits for its answer; completes with the bytes of the answer, if it has any. */
class EchoRequest extends CompletableFuture<byte @Nullable []> {
    private static final byte[] NOTHING = {};

    private final byte operation;
    private final byte[] key;
    private final byte[] value;

    EchoRequest(byte operation, String key, byte[] value) {
        this(operation, key.getBytes(StandardCharsets.ISO_8859_1), value);
    }

    EchoRequest(byte operation, byte[] key, byte[] value) {
        this.operation = operation;
        this.key = key;
        this.value = value;
    }

    static EchoRequest get(String key) {
        return new EchoRequest(EchoFrames.GET, key, NOTHING);
    }

    static EchoRequest put(String key, byte[] value) {
        return new EchoRequest(EchoFrames.PUT, key, value);
    }

    byte operation() {
        return operation;
    }

    int bodyBytes() {
        return key.length + value.length;
    }

    void writeBody(ByteBuf out) {
        out.writeBytes(key).writeBytes(value);
    }

    /** Called by the event loop with what came back. */
    void answered(ByteBuf answer) {
        byte[] bytes = new byte[answer.readableBytes()];
        answer.readBytes(bytes);
        complete(bytes);
    }
}
