package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyPoolTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void a_key_with_too_many_lost_writes_is_replaced_and_still_read() {
        KeyPool keys = new KeyPool(1);
        long first = keys.forWrite(random);
        while (keys.forWrite(random) == first) {
            keys.gaveUp(first);
        }
        long second = keys.forWrite(random);
        TreeSet<Long> read = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(keys.forWrite(random)).isEqualTo(second);
            read.add(keys.forRead(random));
        }
        assertThat(read).containsExactly(first, second);
        keys.gaveUp(first);
        assertThat(keys.size()).isEqualTo(2);
    }
}
