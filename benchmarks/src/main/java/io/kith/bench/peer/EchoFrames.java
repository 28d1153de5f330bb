package io.kith.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The frames of the echo server: a length, an operation, the number of a request, a body. */
final class EchoFrames {
    static final byte GET = 1;
    static final byte PUT = 2;

    /** Like {@link #PUT}, from another server: it is not passed on. */
    static final byte BACKUP = 3;

    static final int MAX_BYTES = 1 << 20;
    static final int HEAD_BYTES = 1 + Integer.BYTES;

    private EchoFrames() {}

    static ByteBuf request(ByteBufAllocator allocator, EchoRequest request, int id) {
        ByteBuf out = head(allocator, request.operation(), id, request.bodyBytes());
        request.writeBody(out);
        return out;
    }

    static ByteBuf answer(ByteBufAllocator allocator, byte operation, int id, byte[] body) {
        return head(allocator, operation, id, body.length).writeBytes(body);
    }

    private static ByteBuf head(ByteBufAllocator allocator, byte operation, int id, int bodyBytes) {
        return allocator
                .directBuffer(Integer.BYTES + HEAD_BYTES + bodyBytes)
                .writeInt(HEAD_BYTES + bodyBytes)
                .writeByte(operation)
                .writeInt(id);
    }
}
