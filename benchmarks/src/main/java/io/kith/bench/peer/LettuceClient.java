package io.kith.bench.peer;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client of Redis: one connection a server, shared by all threads, as Lettuce advises. */
final class LettuceClient implements PeerClient {
    private static final String QUEUE = "queue";
    private static final String LIST = "list";
    private static final String GROWN = "grown";
    private static final String SET = "set";

    private final RedisClusterCommands<String, byte[]> sync;
    private final RedisClusterAsyncCommands<String, byte[]> async;
    private final StatefulConnection<String, byte[]> connection;
    private final Runnable end;

    LettuceClient(
            RedisClusterCommands<String, byte[]> sync,
            RedisClusterAsyncCommands<String, byte[]> async,
            StatefulConnection<String, byte[]> connection,
            Runnable end) {
        this.sync = sync;
        this.async = async;
        this.connection = connection;
        this.end = end;
    }

    @Override
    public SyncAct sync(Act act) {
        // Its synchronous form waits for each command, so each must be sent at once.
        connection.setAutoFlushCommands(true);
        return switch (act) {
            case GET -> index -> Data.check(sync.get(Data.key(index)));
            case PUT -> index -> sync.set(Data.key(index), Data.value());
            case OFFER -> index -> sync.rpush(QUEUE, Data.value());
            case POLL -> index -> sync.lpop(QUEUE);
            case VEC_GET -> index -> Data.check(sync.lindex(LIST, index));
            case VEC_FILL -> index -> sync.rpush(LIST, Data.value());
            case VEC_APPEND -> index -> sync.rpush(GROWN, Data.value());
            case CLEAR_QUEUE -> index -> sync.del(QUEUE);
            case CLEAR_VEC -> index -> sync.del(GROWN);
            case CONTAINS -> index -> Data.check(sync.sismember(SET, member(index)));
            case ADD -> index -> sync.sadd(SET, member(index));
        };
    }

    @Override
    public @Nullable AsyncAct async(Act act) {
        if (act == Act.CLEAR_QUEUE || act == Act.CLEAR_VEC) {
            return null;
        }
        // Lettuce's advice for many commands at once: they are flushed together, by flush().
        connection.setAutoFlushCommands(false);
        return switch (act) {
            case GET -> index -> async.get(Data.key(index)).toCompletableFuture();
            case PUT -> index -> async.set(Data.key(index), Data.value()).toCompletableFuture();
            case OFFER -> index -> async.rpush(QUEUE, Data.value()).toCompletableFuture();
            case POLL -> index -> async.lpop(QUEUE).toCompletableFuture();
            case VEC_GET -> index -> async.lindex(LIST, index).toCompletableFuture();
            case VEC_FILL -> index -> async.rpush(LIST, Data.value()).toCompletableFuture();
            case VEC_APPEND -> index -> async.rpush(GROWN, Data.value()).toCompletableFuture();
            case CONTAINS -> index -> async.sismember(SET, member(index)).toCompletableFuture();
            default -> index -> async.sadd(SET, member(index)).toCompletableFuture();
        };
    }

    private static byte[] member(int index) {
        return Data.key(index).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void flush() {
        connection.flushCommands();
    }

    @Override
    public void close() {
        connection.close();
        end.run();
    }
}
