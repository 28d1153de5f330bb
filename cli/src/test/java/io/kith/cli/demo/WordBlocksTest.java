package io.kith.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordBlocksTest {
    @Test
    void words_of_all_files_are_counted(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "To be or");
        Path two = Files.writeString(folder.resolve("two"), "not to be");

        WordBlocks blocks = WordBlocks.read(List.of(one, two));

        assertThat(blocks.wordCount()).isEqualTo(6);
        assertThat(blocks.count(blocks.blocksPerPass())).isEqualTo(Map.of("to", 2L, "be", 2L, "or", 1L, "not", 1L));
    }

    @Test
    void files_without_a_word_are_refused(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "...\n");

        assertThatThrownBy(() -> WordBlocks.read(List.of(empty))).hasMessageContaining("not a single word");
    }

    @Property
    void one_pass_gives_each_word_once_and_the_next_pass_gives_them_again(
            @ForAll @IntRange(min = 1, max = 500) int size) {
        WordBlocks blocks = new WordBlocks();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            words.add("w" + i % 7);
        }
        words.forEach(blocks::add);

        List<String> given = new ArrayList<>();
        for (long block = 0; block < 2L * blocks.blocksPerPass(); block++) {
            blocks.forEachWord(block, given::add);
        }

        assertThat(given.subList(0, size)).isEqualTo(words);
        assertThat(given.subList(size, 2 * size)).isEqualTo(words);
        assertThat(given).hasSize(2 * size);
    }
}
