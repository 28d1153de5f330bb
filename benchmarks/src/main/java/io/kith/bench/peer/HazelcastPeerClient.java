package io.kith.bench.peer;

import com.hazelcast.collection.IList;
import com.hazelcast.collection.IQueue;
import com.hazelcast.collection.ISet;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import org.jspecify.annotations.Nullable;

/** A client of Hazelcast; its queue, list and set have no asynchronous form. */
final class HazelcastPeerClient implements PeerClient {
    private final HazelcastInstance client;
    private final IMap<String, byte[]> map;
    private final IQueue<byte[]> queue;
    private final IList<byte[]> list;
    private final IList<byte[]> grown;
    private final ISet<String> set;

    HazelcastPeerClient(HazelcastInstance client) {
        this.client = client;
        this.map = client.getMap("bench");
        this.queue = client.getQueue("bench");
        this.list = client.getList("bench");
        this.grown = client.getList("grown");
        this.set = client.getSet("bench");
    }

    @Override
    public SyncAct sync(Act act) {
        return switch (act) {
            case GET -> index -> Data.check(map.get(Data.key(index)));
            case PUT -> index -> map.set(Data.key(index), Data.value());
            case OFFER -> index -> queue.add(Data.value());
            case POLL -> index -> queue.poll();
            case VEC_GET -> index -> Data.check(list.get(index));
            case VEC_FILL -> index -> list.add(Data.value());
            case VEC_APPEND -> index -> grown.add(Data.value());
            case CLEAR_QUEUE -> index -> queue.clear();
            case CLEAR_VEC -> index -> grown.clear();
            case CONTAINS -> index -> Data.check(set.contains(Data.key(index)));
            case ADD -> index -> set.add(Data.key(index));
        };
    }

    @Override
    public @Nullable AsyncAct async(Act act) {
        return switch (act) {
            case GET -> index -> map.getAsync(Data.key(index)).toCompletableFuture();
            case PUT -> index -> map.setAsync(Data.key(index), Data.value()).toCompletableFuture();
            default -> null;
        };
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
