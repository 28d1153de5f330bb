package io.kith.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyColumnsTest {
    @Test
    void the_key_is_the_chosen_columns_in_the_order_they_were_named_in() {
        assertThat(KeyColumns.parse("1,3").keyOf("a\tb\tc")).isEqualTo("a\tc");
        assertThat(KeyColumns.parse("3, 1").keyOf("a\tb\tc")).isEqualTo("c\ta");
        assertThat(KeyColumns.parse("2").keyOf("a\t\tc")).isEmpty();
    }

    @Test
    void without_columns_the_whole_line_is_the_key() {
        assertThat(KeyColumns.WHOLE_LINE.keyOf("a\tb")).isEqualTo("a\tb");
    }

    @Test
    void a_line_with_too_few_columns_is_refused() {
        assertThatThrownBy(() -> KeyColumns.parse("3").keyOf("a\tb")).hasMessageContaining("needs column 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1,,2", "one", "1;2", "99999"})
    void what_is_no_list_of_columns_is_refused(String text) {
        assertThatThrownBy(() -> KeyColumns.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as in 1,3");
    }
}
