package io.kith.bench.peer;

import org.infinispan.client.hotrod.DataFormat;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.commons.marshall.UTF8StringMarshaller;
import org.jspecify.annotations.Nullable;

/** A Hot Rod client of Infinispan, which has maps, and neither queues nor lists nor sets. */
final class InfinispanClient implements PeerClient {
    private final RemoteCacheManager manager;
    private final RemoteCache<String, byte[]> cache;

    InfinispanClient(RemoteCacheManager manager) {
        this.manager = manager;
        // Text and bytes as they are: no wrapping that the others do without.
        this.cache = manager.<String, byte[]>getCache(InfinispanPeer.CACHE)
                .withDataFormat(DataFormat.builder()
                        .keyType(MediaType.TEXT_PLAIN)
                        .keyMarshaller(new UTF8StringMarshaller())
                        .valueType(MediaType.APPLICATION_OCTET_STREAM)
                        .build());
    }

    @Override
    public @Nullable SyncAct sync(Act act) {
        return switch (act) {
            case GET -> index -> Data.check(cache.get(Data.key(index)));
            case PUT -> index -> cache.put(Data.key(index), Data.value());
            default -> null;
        };
    }

    @Override
    public @Nullable AsyncAct async(Act act) {
        return switch (act) {
            case GET -> index -> cache.getAsync(Data.key(index)).toCompletableFuture();
            case PUT -> index -> cache.putAsync(Data.key(index), Data.value()).toCompletableFuture();
            default -> null;
        };
    }

    @Override
    public void close() {
        manager.close();
    }
}
