package io.kith.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a node says that it is full, and when no more. */
class MemoryWatchTest {
    private static final long LIMIT_BYTES = 1_000;

    private final MemoryWatch watch = new MemoryWatch(2);

    private boolean isFullWith(long first, long second, boolean refused) {
        watch.stored(0, first, false, LIMIT_BYTES);
        watch.stored(1, second, refused, LIMIT_BYTES);
        return watch.isFull();
    }

    @Test
    void it_is_full_when_something_was_refused_and_no_more_once_a_tenth_is_free() {
        assertThat(isFullWith(500, 480, false)).as("nothing refused yet").isFalse();
        assertThat(isFullWith(500, 480, true)).isTrue();
        assertThat(isFullWith(500, 420, false)).as("less than a tenth is free").isTrue();
        assertThat(isFullWith(500, 399, false)).isFalse();
        assertThat(isFullWith(500, 420, false)).as("it does not waver").isFalse();
    }

    @Test
    void it_is_not_full_because_one_value_is_too_large() {
        assertThat(isFullWith(100, 100, true)).isFalse();
    }

    @Test
    void a_backup_that_took_more_than_its_limit_is_full_though_it_refused_nothing() {
        assertThat(isFullWith(500, 501, false)).isTrue();
        assertThat(watch.totalBytes()).isEqualTo(1_001);
        assertThat(watch.elsewhereBytes(0)).isEqualTo(501);
    }

    @Test
    void another_limit_counts_at_once() {
        assertThat(isFullWith(500, 480, true)).isTrue();
        watch.look(false, 2 * LIMIT_BYTES);
        assertThat(watch.isFull()).isFalse();
    }
}
