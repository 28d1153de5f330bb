package io.kith.cli.demo;

import io.kith.cli.text.LineFile;
import io.kith.cli.text.WordSplitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The words of some texts, in blocks that counters share out among themselves. Blocks are numbered on and on: after the
 * last block of the texts comes the first one again.
 */
final class WordBlocks {
    private static final int BLOCK_WORDS = 64;
    private static final int MAX_WORDS = 50_000_000;

    private final List<String> dictionary = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private int[] words = new int[1 << 12];
    private int size;

    /**
     * Reads {@code files}.
     *
     * @throws IOException if one cannot be read or is no text
     * @throws DemoException if there is no word in them, or too many
     */
    static WordBlocks read(List<Path> files) throws IOException {
        WordBlocks blocks = new WordBlocks();
        for (Path file : files) {
            try (LineFile lines = LineFile.open(file)) {
                for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
                    WordSplitter.forEachWord(line, blocks::add);
                }
            }
        }
        if (blocks.size == 0) {
            throw new DemoException("there is not a single word in the files given");
        }
        return blocks;
    }

    void add(String word) {
        if (size == MAX_WORDS) {
            throw new DemoException("more than " + MAX_WORDS + " words: give fewer files");
        }
        if (size == words.length) {
            words = Arrays.copyOf(words, Math.min(MAX_WORDS, size * 2));
        }
        Integer index = indexes.putIfAbsent(word, dictionary.size());
        if (index == null) {
            index = dictionary.size();
            dictionary.add(word);
        }
        words[size++] = index;
    }

    /** How many words the texts have. */
    int wordCount() {
        return size;
    }

    /** How many blocks one pass over the texts has. */
    int blocksPerPass() {
        return (size + BLOCK_WORDS - 1) / BLOCK_WORDS;
    }

    /** Gives {@code action} each word of block {@code block}, 0 or more. */
    void forEachWord(long block, Consumer<String> action) {
        int start = Math.toIntExact(block % blocksPerPass()) * BLOCK_WORDS;
        for (int i = start; i < Math.min(size, start + BLOCK_WORDS); i++) {
            action.accept(dictionary.get(words[i]));
        }
    }

    /** The counts of the words in blocks 0 to {@code blocks} - 1, as a program in one JVM would count them. */
    Map<String, Long> count(long blocks) {
        Map<String, Long> counts = new HashMap<>();
        for (long block = 0; block < blocks; block++) {
            forEachWord(block, word -> counts.merge(word, 1L, Long::sum));
        }
        return counts;
    }
}
