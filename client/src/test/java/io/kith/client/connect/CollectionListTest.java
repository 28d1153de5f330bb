package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.OpenOptions;
import io.kith.client.view.ListedCollection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectionListTest {
    private final FakeNode node = new FakeNode(4);
    private final Kith kith =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));

    @AfterEach
    void close() {
        kith.close();
    }

    @Test
    void allThatWereOpenedAreListedWithWhatTheyAre() {
        assertThat(kith.collections()).isEmpty();
        kith.hashMap("map", OpenOptions.defaults().timeToLive(Duration.ofHours(1)))
                .put("a", "b");
        kith.hashSet("set").addAll(List.of(1, 2, 3));
        kith.vec("vec").addAll(List.of(1, 2));
        kith.vecDeque("deque", OpenOptions.defaults().capacity(5)).add("x");
        kith.counter("counter").addAndGet(7);
        kith.lock("lock");
        kith.hashMap("empty");
        kith.hashMap("gone").destroy();
        assertThat(kith.collections())
                .containsExactly(
                        new ListedCollection("counter", ListedCollection.Type.COUNTER, 0, null, Integer.MAX_VALUE),
                        new ListedCollection("deque", ListedCollection.Type.VEC_DEQUE, 1, null, 5),
                        new ListedCollection("empty", ListedCollection.Type.HASH_MAP, 0, null, Integer.MAX_VALUE),
                        new ListedCollection("lock", ListedCollection.Type.LOCK, 0, null, Integer.MAX_VALUE),
                        new ListedCollection(
                                "map", ListedCollection.Type.HASH_MAP, 1, Duration.ofHours(1), Integer.MAX_VALUE),
                        new ListedCollection("set", ListedCollection.Type.HASH_SET, 3, null, Integer.MAX_VALUE),
                        new ListedCollection("vec", ListedCollection.Type.VEC, 2, null, Integer.MAX_VALUE));
    }

    @Test
    void manyCollectionsAreSeveralPages() {
        int many = 5_000;
        for (int i = 0; i < many; i++) {
            kith.counter("counter " + i);
        }
        assertThat(kith.collections())
                .extracting(ListedCollection::name)
                .containsExactlyElementsOf(IntStream.range(0, many)
                        .mapToObj(i -> "counter " + i)
                        .sorted()
                        .toList());
    }

    @Test
    void aNameThatIsNoWellFormedUnicodeIsRefused() {
        kith.hashMap("a?").put("x", "y");
        for (String name : List.of("a\uD800", "\uDC00", "\uD800\uD800")) {
            assertThatThrownBy(() -> kith.hashMap(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no well-formed Unicode");
            assertThatThrownBy(() -> kith.lock(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(kith.collections()).hasSize(1);
        assertThat(kith.hashMap("a😀").isEmpty()).isTrue();
    }
}
