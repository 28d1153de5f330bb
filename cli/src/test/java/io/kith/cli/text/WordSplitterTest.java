package io.kith.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordSplitterTest {
    @Test
    void words_are_runs_of_letters_and_digits_in_lower_case() {
        assertThat(words("The node's port: 7400, über-fast!"))
                .containsExactly("the", "node", "s", "port", "7400", "über", "fast");
    }

    @Test
    void text_without_letters_has_no_words() {
        assertThat(words("")).isEmpty();
        assertThat(words(" \t--{}")).isEmpty();
    }

    @Test
    void letters_outside_the_basic_plane_belong_to_words() {
        assertThat(words("x \uD835\uDC00\uD835\uDC01 y")).containsExactly("x", "\uD835\uDC00\uD835\uDC01", "y");
    }

    @Property
    void no_word_is_empty(@ForAll String text) {
        for (String word : words(text)) {
            assertThat(word).isNotEmpty();
        }
    }

    @Property
    void words_joined_by_blanks_split_into_themselves(@ForAll List<Integer> numbers) {
        List<String> words =
                numbers.stream().map(n -> "w" + Integer.toHexString(n)).toList();

        assertThat(words(String.join(" ", words))).isEqualTo(words);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        WordSplitter.forEachWord(text, words::add);
        return words;
    }
}
