package io.kith.cli;

import io.kith.transport.ForeignText;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text that came into this process other than it was written. Java reads arguments and the environment by the locale; what
 * that does not have becomes a replacement character, or other letters, and would be stored so.
 */
final class UnreadableText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String OWN_VARIABLES = "KITH_";

    private UnreadableText() {}

    /**
     * Why these arguments and variables must not be used; null if they may.
     *
     * @param encoding how Java read them
     */
    static @Nullable String refusal(List<String> arguments, Map<String, String> environment, String encoding) {
        boolean anything = isUtf8(encoding);
        for (int i = 0; i < arguments.size(); i++) {
            if (!isReadable(arguments.get(i), anything)) {
                return refusal("argument " + (i + 1), arguments.get(i), encoding);
            }
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().startsWith(OWN_VARIABLES) && !isReadable(variable.getValue(), anything)) {
                return refusal("the variable " + variable.getKey(), variable.getValue(), encoding);
            }
        }
        return null;
    }

    private static String refusal(String what, String text, String encoding) {
        return what + ", '" + ForeignText.bounded(text)
                + "', cannot be read as it was written: text has to be UTF-8, and was" + " read as " + encoding
                + (isUtf8(encoding) ? "" : "; set LC_ALL to a UTF-8 locale, as C.UTF-8");
    }

    private static boolean isReadable(String text, boolean anything) {
        return text.indexOf(REPLACEMENT) < 0
                && (anything || StandardCharsets.US_ASCII.newEncoder().canEncode(text));
    }

    private static boolean isUtf8(String encoding) {
        try {
            return Charset.forName(encoding).equals(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }
}
