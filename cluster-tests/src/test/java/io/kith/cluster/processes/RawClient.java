package io.kith.cluster.processes;

import io.kith.client.serialization.AllowedClasses;
import io.kith.client.serialization.Serialization;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.collections.wire.CollectionDescriptor;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessageCodec;
import io.kith.ring.PartitionHash;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.EventLoops;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** A client that talks to one node only, believes whatever it says, and never asks anybody else. */
final class RawClient implements AutoCloseable {
    private static final Serialization SERIALIZATION =
            new Serialization(AllowedClasses.JDK_ONLY, RawClient.class.getClassLoader(), null);

    private final EventLoops loops;
    private final Connection connection;
    private final AtomicLong correlations = new AtomicLong();
    private final Map<Long, CompletableFuture<ClientMessage.Response>> open = new ConcurrentHashMap<>();

    RawClient(NodeAddress address) throws Exception {
        NetworkBackend backend = NetworkBackend.best();
        loops = new EventLoops("raw-client", 1, backend, true);
        Transport transport = new Transport(
                MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec()),
                TransportSettings.defaults(),
                cause -> {});
        Hello hello = new Hello(ConnectionKind.CLIENT, "", NodeId.random(new SecureRandom()), null, null, 0);
        connection = new Dialer(backend, transport)
                .connect(address, hello, loops.loop(0), new Answers())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private final class Answers implements ConnectionHandler {
        @Override
        public void received(Connection from, Message message) {
            if (message instanceof ClientMessage.Response response) {
                CompletableFuture<ClientMessage.Response> waiting = open.remove(response.correlation());
                if (waiting != null) {
                    waiting.complete(response);
                }
            }
        }

        @Override
        public void closed(Connection from, String reason) {
            open.values()
                    .forEach(waiting ->
                            waiting.complete(new ClientMessage.Response(0, ResponseStatus.NOT_HERE, new byte[0])));
        }
    }

    private static final CollectionRef REGISTRY = CollectionRef.named(CollectionType.HASH_MAP, Incarnation.REGISTRY);

    /** The id of the map {@code name}, which this node must be the primary for, or hold a lease on. */
    static byte[] registryLookup(String name) {
        return MapOperations.get(REGISTRY, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The partition in which the registry has its entry for {@code name}. */
    static int registryPartition(String name, ClusterConfig config) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        return PartitionHash.partitionOf(PartitionHash.keyHash(REGISTRY.hash(), key), config.partitionCount());
    }

    /** Where {@code key} of the map {@code id} is. */
    static int partitionOf(CollectionRef id, String key, ClusterConfig config) {
        return PartitionHash.partitionOf(
                PartitionHash.keyHash(id.hash(), SERIALIZATION.encode(key)), config.partitionCount());
    }

    /** Finds out what the map {@code name} is called in requests. */
    static CollectionRef mapId(String name, ClusterConfig config) throws Exception {
        int partition = registryPartition(name, config);
        try (RawClient client = new RawClient(
                config.member(config.partition(partition).primary()).address())) {
            ClientMessage.Response answer = client.read(partition, config.configId(), registryLookup(name))
                    .get(60, TimeUnit.SECONDS);
            return CollectionRef.named(
                    CollectionType.HASH_MAP,
                    CollectionDescriptor.parse(Results.optionalBytes(answer.payload()))
                            .incarnation());
        }
    }

    /** Asks for the value of a key of the map {@code id}. */
    CompletableFuture<ClientMessage.Response> get(CollectionRef id, String key, ClusterConfig config) {
        return read(partitionOf(id, key, config), config.configId(), MapOperations.get(id, SERIALIZATION.encode(key)));
    }

    /** The value that such an answer has, or null. */
    static Object value(ClientMessage.Response answer) {
        byte[] bytes = Results.optionalBytes(answer.payload());
        return bytes == null ? null : SERIALIZATION.decode(bytes);
    }

    /** Opens a session on a partition. */
    CompletableFuture<ClientMessage.Response> openSession(int partition, NodeId session) {
        return ask(correlation -> new ClientMessage.OpenSession(correlation, 1, partition, session));
    }

    /** Asks for a write under a session's opening. */
    CompletableFuture<ClientMessage.Response> write(
            int partition, NodeId session, long opening, long number, byte[] operation) {
        return ask(correlation ->
                new ClientMessage.Write(correlation, 1, partition, session, opening, number, number, operation));
    }

    private CompletableFuture<ClientMessage.Response> ask(LongFunction<ClientMessage> request) {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<ClientMessage.Response> answer = new CompletableFuture<>();
        open.put(correlation, answer);
        if (!connection.send(request.apply(correlation))) {
            answer.complete(new ClientMessage.Response(correlation, ResponseStatus.NOT_HERE, new byte[0]));
        }
        return answer;
    }

    private CompletableFuture<ClientMessage.Response> read(int partition, long configId, byte[] operation) {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<ClientMessage.Response> answer = new CompletableFuture<>();
        open.put(correlation, answer);
        if (!connection.send(new ClientMessage.Read(correlation, configId, partition, operation))) {
            answer.complete(new ClientMessage.Response(correlation, ResponseStatus.NOT_HERE, new byte[0]));
        }
        return answer;
    }

    @Override
    public void close() {
        connection.close("done");
        loops.close();
    }
}
