package io.kith.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionHashTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''            | f598333d8025f6c3
                    words         | cc5895620d790789
                    kith.registry | aaa64792836fcbf3
                    größe         | 899f12204a6a5719
                    """)
    void collectionIdsStayWhatTheyWereOnTheWire(String name, String id) {
        assertThat(Long.toHexString(PartitionHash.collectionId(name))).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''     | 91aedd5aabbe281b | 582 | f598333d8025f6c3
                    a      | c41c1b3e9620ef53 | 784 | bbfbc0a8e176775d
                    gossip | 4417404ea389b4e7 | 272 | ee70c007452d0c4d
                    the quick brown fox jumps over the lazy dog, and then does it once more for good measure | bd5267de3b1b6b12 | 757 | c48501f6d3efd4c
                    """)
    void keyHashesStayWhatTheyWereOnTheWire(String key, String hash, int partition, String hashInRegistry) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        long token = PartitionHash.keyHash(PartitionHash.collectionId("words"), bytes);

        assertThat(Long.toHexString(token)).isEqualTo(hash);
        assertThat(PartitionHash.partitionOf(token, 1024)).isEqualTo(partition);
        assertThat(Long.toHexString(PartitionHash.keyHash(0, bytes))).isEqualTo(hashInRegistry);
    }

    @Property(tries = 200)
    void aKeyWithinALargerArrayHashesLikeACopyOfIt(@ForAll byte[] before, @ForAll byte[] key, @ForAll byte[] after) {
        byte[] all = ByteBuffer.allocate(before.length + key.length + after.length)
                .put(before)
                .put(key)
                .put(after)
                .array();

        assertThat(PartitionHash.keyHash(7, all, before.length, key.length)).isEqualTo(PartitionHash.keyHash(7, key));
    }

    @Property(tries = 200)
    void aPartitionIsAnArcOfTheTokenSpace(@ForAll long token, @ForAll @IntRange(min = 1, max = 16) int bits) {
        int partitions = 1 << bits;
        int partition = PartitionHash.partitionOf(token, partitions);

        assertThat(partition).isEqualTo((int) (token >>> (64 - bits)));
        assertThat(PartitionHash.partitionOf(token, partitions / 2)).isEqualTo(partition / 2);
    }

    @Example
    void ordinaryKeysSpreadEvenly() {
        int partitions = 64;
        int keys = 20_000;
        for (String pattern : new String[] {"%d", "user:%08d", "%x-suffix-that-is-the-same-for-all-keys"}) {
            long collection = PartitionHash.collectionId(pattern);
            long[] count = new long[partitions];
            for (int i = 0; i < keys; i++) {
                byte[] key = String.format(pattern, i).getBytes(StandardCharsets.UTF_8);
                count[PartitionHash.partitionOf(PartitionHash.keyHash(collection, key), partitions)]++;
            }
            double expected = (double) keys / partitions;
            double chiSquared = Arrays.stream(count)
                    .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                    .sum();
            // 63 degrees of freedom: above 120 once in 10,000 times if the hash is uniform
            assertThat(chiSquared).as(pattern).isLessThan(120);
        }
    }

    @Example
    void theSameKeyLiesElsewhereInAnotherCollection() {
        byte[] key = "k".getBytes(StandardCharsets.UTF_8);
        long same = 0;
        for (int i = 0; i < 1024; i++) {
            long token = PartitionHash.keyHash(PartitionHash.collectionId("collection" + i), key);
            same += PartitionHash.partitionOf(token, 16) == 0 ? 1 : 0;
        }
        assertThat(same).isBetween(32L, 100L);
    }

    @Test
    void aPartitionCountThatIsNoPowerOfTwoIsRefused() {
        assertThatThrownBy(() -> PartitionHash.partitionOf(1, 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
        assertThatThrownBy(() -> PartitionHash.partitionOf(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
