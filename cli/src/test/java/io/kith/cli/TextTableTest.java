package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell_and_numbers_stand_to_the_right() {
        TextTable table = new TextTable("NAME", "N");
        table.row("a", 5);
        table.row("longer", 1_000);

        assertThat(table.toString().lines()).containsExactly("NAME       N", "a          5", "longer  1000");
    }

    @Test
    void a_row_of_another_length_is_refused() {
        assertThatThrownBy(() -> new TextTable("A", "B").row("only one")).isInstanceOf(IllegalArgumentException.class);
    }
}
