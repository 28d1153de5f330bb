package io.kith.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JmhCommandTest {
    @Test
    void quickIsShortAndCountsAllocation() {
        assertThat(JmhCommand.expanded("--quick", "Codec")).startsWith("Codec").contains("-prof", "gc", "300ms");
    }

    @Test
    void allElseIsLeftToJmh() {
        assertThat(JmhCommand.expanded("-l")).containsExactly("-l");
    }
}
