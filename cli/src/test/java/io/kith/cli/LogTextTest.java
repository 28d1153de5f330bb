package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String message, Throwable thrown) {
        return new LoggingEvent("x", context.getLogger("test"), Level.WARN, message, thrown, new Object[0]);
    }

    @Test
    void aMessageIsOneLine() {
        assertThat(new LogText.Message().convert(event("a\n12:00 ERROR fake\u001b[2J", null)))
                .isEqualTo("a\\n12:00 ERROR fake\\u001b[2J");
    }

    @Test
    void whatExceptionsQuoteIsOneLineEach() {
        Exception thrown =
                new IllegalStateException("outer", new IllegalArgumentException("bad 'x\n12:00 ERROR fake\u202E'"));
        String trace = new LogText.Trace().convert(event("failed", thrown));
        assertThat(trace.lines())
                .allMatch(line -> line.startsWith("\t") || line.startsWith("java.") || line.startsWith("Caused by: "))
                .contains("Caused by: java.lang.IllegalArgumentException: bad 'x\\n12:00 ERROR fake\\u202e'");
    }
}
