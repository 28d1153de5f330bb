package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Test
    void whatIsPlainlyVisibleStaysAsItIs() {
        String text = "zone-1 \\ \"Größe\" 東京 😀 C:\\n";
        assertThat(ForeignText.shown(text)).isSameAs(text);
    }

    @Test
    void whatStartsLinesMovesCursorsOrTurnsTextIsSpelledOut() {
        assertThat(ForeignText.shown("a\r\n12:00 WARN fake\t\u001b[2J\u007f\u0085\u2028"))
                .isEqualTo("a\\r\\n12:00 WARN fake\\t\\u001b[2J\\u007f\\u0085\\u2028");
        assertThat(ForeignText.shown("safe\u202Egnp.exe\u2066\u200B\uFEFF"))
                .isEqualTo("safe\\u202egnp.exe\\u2066\\u200b\\ufeff");
    }

    @Test
    void halvesOfCharactersAreSpelledOut() {
        assertThat(ForeignText.shown("x\uD800y\uDC00")).isEqualTo("x\\ud800y\\udc00");
    }

    @Test
    void halvesOfCharactersAreNotWellFormed() {
        assertThat(ForeignText.isWellFormed("")).isTrue();
        assertThat(ForeignText.isWellFormed("zone 東京 😀 \uFFFD")).isTrue();
        for (String text : new String[] {"a\uD800", "\uDC00a", "\uD800\uD800", "\uDE00\uD83D", "x\uD83D"}) {
            assertThat(ForeignText.isWellFormed(text)).isFalse();
        }
    }

    @Test
    void longTextIsCutOffAndSaysSo() {
        assertThat(ForeignText.bounded("x".repeat(1_000_000)))
                .hasSizeLessThan(2_100)
                .endsWith("(998000 more characters)");
    }

    @Test
    void linesStayButNothingElsePassesForOne() {
        assertThat(ForeignText.lines("a\n\tb\tx\u001b\r\nc\rd")).isEqualTo("a\n\tb\\tx\\u001b\r\nc\\rd");
    }

    @Test
    void jsonStaysJsonWithoutWhatCannotBeSeen() {
        assertThat(ForeignText.inJson("{\"a\" : \"ü\u202E\u009B\uD800\"}"))
                .isEqualTo("{\"a\" : \"ü\\u202e\\u009b\\ud800\"}");
    }

    @Property(tries = 300)
    void whatIsShownHasNoControlCharactersAndIsNotChangedAgain(@ForAll String text) {
        String shown = ForeignText.shown(text);
        assertThat(shown.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        assertThat(ForeignText.shown(shown)).isEqualTo(shown);
    }
}
