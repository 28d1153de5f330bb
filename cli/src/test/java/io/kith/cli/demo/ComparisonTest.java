package io.kith.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void equal_counts_have_no_differences() {
        assertThat(Comparison.differences(Map.of("a", 1L), Map.of("a", 1L))).isEmpty();
    }

    @Test
    void missing_wrong_and_surplus_counts_are_all_named() {
        assertThat(Comparison.differences(Map.of("a", 1L, "b", 2L, "same", 5L), Map.of("b", 3L, "c", 4L, "same", 5L)))
                .containsExactly(
                        "'a': expected 1, found null", "'b': expected 2, found 3", "'c': expected null, found 4");
    }
}
