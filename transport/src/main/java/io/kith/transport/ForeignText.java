package io.kith.transport;

import org.jspecify.annotations.Nullable;

/**
 * Text that others chose, made fit to be logged, shown on a terminal or put into an exception's message: what would start a
 * new line, move the cursor, turn the direction of writing or not be seen at all is spelled out, as in {@code \n} or
 * {@code \u001b}. Text that is fit already stays as it is, so that doing it twice does no harm; it is not meant to be read
 * back.
 */
public final class ForeignText {
    /** Longer text is cut off where it is logged. */
    public static final int MAX_LOGGED_CHARACTERS = 2_000;

    private ForeignText() {}

    /**
     * Whether {@code text} is well-formed Unicode, without halves of surrogate pairs: else its UTF-8 has question marks instead,
     * and different texts become the same.
     */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Fails unless {@code text} is {@linkplain #isWellFormed well-formed}.
     *
     * @param what it is, for people
     * @throws IllegalArgumentException if it is not
     */
    public static void requireWellFormed(String what, String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(
                    what + " '" + bounded(text) + "' is no well-formed Unicode: it has half of a surrogate pair");
        }
    }

    /** {@code text} with everything spelled out that is not plainly visible. */
    public static String shown(String text) {
        int unfit = firstUnfit(text);
        if (unfit < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, unfit);
        for (int i = unfit; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isFit(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                spell(out, codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return out.toString();
    }

    /** The same, cut off where it is too long for a log or a message. */
    public static String bounded(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        if (text.length() <= MAX_LOGGED_CHARACTERS) {
            return shown(text);
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LOGGED_CHARACTERS - 1))
                ? MAX_LOGGED_CHARACTERS - 1
                : MAX_LOGGED_CHARACTERS;
        return shown(text.substring(0, end)) + "… (" + (text.length() - end) + " more characters)";
    }

    /** The same of text that may have several lines, as a table or a stack trace has. */
    public static String lines(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean windowsEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || windowsEnd) {
                appendLine(out, text.substring(start, i));
                out.append(windowsEnd ? "\r\n" : "\n");
                i += windowsEnd ? 1 : 0;
                start = i + 1;
            }
        }
        appendLine(out, text.substring(start));
        return out.toString();
    }

    /** Tabs that indent a line may stay. */
    private static void appendLine(StringBuilder out, String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == '\t') {
            indent++;
        }
        out.append(line, 0, indent).append(shown(line.substring(indent)));
    }

    /** JSON with everything in its strings escaped that is not plainly visible; it still says the same. */
    public static String inJson(String json) {
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); ) {
            int codePoint = json.codePointAt(i);
            int length = Character.charCount(codePoint);
            if (codePoint < 0x7F || isFit(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                for (int j = i; j < i + length; j++) {
                    hex(out, json.charAt(j));
                }
            }
            i += length;
        }
        return out.toString();
    }

    private static int firstUnfit(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (!isFit(codePoint)) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return -1;
    }

    private static boolean isFit(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void spell(StringBuilder out, int codePoint) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (char c : Character.toChars(codePoint)) {
                    hex(out, c);
                }
            }
        }
    }

    private static void hex(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >>> shift & 0xF, 16));
        }
    }
}
