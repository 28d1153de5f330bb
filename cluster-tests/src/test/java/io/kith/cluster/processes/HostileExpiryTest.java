package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that makes the primary's own commands meet something else than they were meant for. */
@Timeout(180)
class HostileExpiryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITION = 3;
    private static final int TTL_MILLIS = 300;
    private static final NodeId SESSION = new NodeId(7, 11);
    private static final byte[] KEY = {1};

    private long opening;
    private long number;

    @Test
    void an_entry_that_expires_in_what_became_another_collection_ends_no_node() throws Exception {
        try (KithNode node = KithNode.start(
                        NodeOptions.defaults().listen("127.0.0.1:0").partitions(8));
                RawClient client = new RawClient(node.awaitServing(PATIENCE).address())) {
            opening = Results.number(client.openSession(PARTITION, SESSION)
                    .get(60, TimeUnit.SECONDS)
                    .payload());
            for (int round = 1; round <= 3; round++) {
                attack(client, new Incarnation(5, round));
            }
            // The last of them is due; whatever expires later in that partition comes after it.
            Incarnation sound = new Incarnation(6, 1);
            CollectionRef map = open(client, sound, CollectionType.HASH_MAP);
            assertThat(write(client, MapOperations.put(map, KEY, KEY, TTL_MILLIS))
                            .status())
                    .isEqualTo(ResponseStatus.OK);
            await().atMost(PATIENCE)
                    .until(() -> Results.optionalBytes(write(client, MapOperations.remove(map, KEY))
                                    .payload())
                            == null);
            try (Kith kith = Kith.connect(node.address().toString())) {
                RemoteHashMap<String, String> words = kith.hashMap("words");
                words.put("a", "b");
                assertThat(words.get("a")).isEqualTo("b");
            }
        }
    }

    /** An entry with a time to live; then its collection is destroyed, and its id used for a vec, just before it expires. */
    private void attack(RawClient client, Incarnation id) throws Exception {
        CollectionRef map = open(client, id, CollectionType.HASH_MAP);
        assertThat(write(client, MapOperations.put(map, KEY, KEY, TTL_MILLIS)).status())
                .isEqualTo(ResponseStatus.OK);
        write(client, PartitionOperations.destroyCollection(id));
        ClientMessage.Response opened =
                write(client, PartitionOperations.openCollection(id, CollectionType.VEC, "v", CollectionOptions.NONE));
        assertThat(opened.status()).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
        ClientMessage.Response added =
                write(client, VecOperations.add(CollectionRef.named(CollectionType.VEC, id), KEY));
        assertThat(added.status()).isEqualTo(ResponseStatus.COLLECTION_DESTROYED);
    }

    private CollectionRef open(RawClient client, Incarnation id, CollectionType type) throws Exception {
        ClientMessage.Response opened =
                write(client, PartitionOperations.openCollection(id, type, "m", CollectionOptions.NONE));
        assertThat(opened.status()).isEqualTo(ResponseStatus.OK);
        return CollectionRef.named(type, id);
    }

    private ClientMessage.Response write(RawClient client, byte[] operation) throws Exception {
        return client.write(PARTITION, SESSION, opening, ++number, operation).get(60, TimeUnit.SECONDS);
    }
}
