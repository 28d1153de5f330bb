package io.kith.bench.jmh;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Requests and answers, into a buffer and out of it: keys of 16 bytes, values of 100. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final CollectionRef COLLECTION = CollectionRef.named(
                    CollectionType.HASH_MAP, new Incarnation(1, 4711))
            .openedAs(300);

    private final ClientMessageCodec codec = new ClientMessageCodec();
    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(1024);
    private final long configId = 100_000;
    private final byte[] key = "key:000000000042".getBytes(StandardCharsets.US_ASCII);
    private final byte[] value = new byte[100];
    private final ClientMessage read = new ClientMessage.Read(17, 12, 500, MapOperations.get(COLLECTION, key));
    private final ClientMessage write = new ClientMessage.Write(
            18, 12, 500, new NodeId(1, 2), 3, 1_000, 900, MapOperations.set(COLLECTION, key, value, 0));
    private final ClientMessage response = new ClientMessage.Response(17, ResponseStatus.OK, value);
    private final ByteBuf readBytes = encoded(read);
    private final ByteBuf writeBytes = encoded(write);
    private final ByteBuf responseBytes = encoded(response);

    private ByteBuf encoded(ClientMessage message) {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(1024);
        codec.write(message, new WireOutput(bytes));
        return bytes;
    }

    /** The operation of a get, from its key. */
    @Benchmark
    public byte[] operationOfGet() {
        return MapOperations.get(COLLECTION, key);
    }

    /** The operation of a put, from key and value. */
    @Benchmark
    public byte[] operationOfPut() {
        return MapOperations.set(COLLECTION, key, value, 0);
    }

    /** What naming the config costs a request: three bytes written, read, and compared with what the node holds. */
    @Benchmark
    public boolean configIdOfRequest() {
        buffer.clear();
        new WireOutput(buffer).writeVarLong(configId);
        return new WireInput(buffer).readVarLong() < configId;
    }

    /** A read request into a buffer. */
    @Benchmark
    public ByteBuf encodeRead() {
        return encode(read);
    }

    /** A write request into a buffer. */
    @Benchmark
    public ByteBuf encodeWrite() {
        return encode(write);
    }

    /** An answer with a value into a buffer. */
    @Benchmark
    public ByteBuf encodeResponse() {
        return encode(response);
    }

    /** A read request out of a buffer. */
    @Benchmark
    public ClientMessage decodeRead() {
        return decode(readBytes);
    }

    /** A write request out of a buffer. */
    @Benchmark
    public ClientMessage decodeWrite() {
        return decode(writeBytes);
    }

    /** An answer with a value out of a buffer. */
    @Benchmark
    public ClientMessage decodeResponse() {
        return decode(responseBytes);
    }

    private ByteBuf encode(ClientMessage message) {
        buffer.clear();
        codec.write(message, new WireOutput(buffer));
        return buffer;
    }

    private ClientMessage decode(ByteBuf bytes) {
        bytes.readerIndex(0);
        return codec.read(new WireInput(bytes));
    }

    /** Gives the buffers back. */
    @TearDown
    public void release() {
        buffer.release();
        readBytes.release();
        writeBytes.release();
        responseBytes.release();
    }
}
