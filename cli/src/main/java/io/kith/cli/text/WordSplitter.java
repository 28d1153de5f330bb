package io.kith.cli.text;

import java.util.Locale;
import java.util.function.Consumer;

/** Splits text into words: runs of letters and digits, in lower case. */
public final class WordSplitter {

    private WordSplitter() {}

    /** Gives {@code action} each word of {@code text}, in order. */
    public static void forEachWord(CharSequence text, Consumer<String> action) {
        int start = -1;
        int i = 0;
        while (i < text.length()) {
            int codePoint = Character.codePointAt(text, i);
            boolean inWord = Character.isLetterOrDigit(codePoint);
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                action.accept(word(text, start, i));
                start = -1;
            }
            i += Character.charCount(codePoint);
        }
        if (start >= 0) {
            action.accept(word(text, start, text.length()));
        }
    }

    private static String word(CharSequence text, int start, int end) {
        return text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
    }
}
