package io.kith.bench.peer;

import io.kith.client.AsyncHashMap;
import io.kith.client.AsyncHashSet;
import io.kith.client.AsyncVec;
import io.kith.client.AsyncVecDeque;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import org.jspecify.annotations.Nullable;

/** A client of Kith with its defaults. */
final class KithClient implements PeerClient {
    private final Kith kith;
    private final RemoteHashMap<String, byte[]> map;
    private final RemoteVecDeque<byte[]> deque;
    private final RemoteVec<byte[]> vec;
    private final RemoteVec<byte[]> grown;
    private final RemoteHashSet<String> set;
    private final AsyncHashMap<String, byte[]> asyncMap;
    private final AsyncVecDeque<byte[]> asyncDeque;
    private final AsyncVec<byte[]> asyncVec;
    private final AsyncVec<byte[]> asyncGrown;
    private final AsyncHashSet<String> asyncSet;

    KithClient(Kith kith) {
        this.kith = kith;
        this.map = kith.hashMap("map");
        this.deque = kith.vecDeque("deque");
        this.vec = kith.vec("vec");
        this.grown = kith.vec("grown");
        this.set = kith.hashSet("set");
        this.asyncMap = map.async();
        this.asyncDeque = deque.async();
        this.asyncVec = vec.async();
        this.asyncGrown = grown.async();
        this.asyncSet = set.async();
    }

    @Override
    public SyncAct sync(Act act) {
        return switch (act) {
            case GET -> index -> Data.check(map.get(Data.key(index)));
            case PUT -> index -> map.set(Data.key(index), Data.value());
            case OFFER -> index -> deque.addLast(Data.value());
            case POLL -> index -> deque.pollFirst();
            case VEC_GET -> index -> Data.check(vec.get(index));
            case VEC_FILL -> index -> vec.add(Data.value());
            case VEC_APPEND -> index -> grown.add(Data.value());
            case CLEAR_QUEUE -> index -> deque.clear();
            case CLEAR_VEC -> index -> grown.clear();
            case CONTAINS -> index -> Data.check(set.contains(Data.key(index)));
            case ADD -> index -> set.add(Data.key(index));
        };
    }

    @Override
    public @Nullable AsyncAct async(Act act) {
        return switch (act) {
            case GET -> index -> asyncMap.get(Data.key(index));
            case PUT -> index -> asyncMap.set(Data.key(index), Data.value());
            case OFFER -> index -> asyncDeque.putLast(Data.value());
            case POLL -> index -> asyncDeque.pollFirst();
            case VEC_GET -> index -> asyncVec.get(index);
            case VEC_FILL -> index -> asyncVec.add(Data.value());
            case VEC_APPEND -> index -> asyncGrown.add(Data.value());
            case CONTAINS -> index -> asyncSet.contains(Data.key(index));
            case ADD -> index -> asyncSet.add(Data.key(index));
            case CLEAR_QUEUE, CLEAR_VEC -> null;
        };
    }

    @Override
    public void close() {
        kith.close();
    }
}
