package io.kith.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.CoreConstants;
import io.kith.transport.ForeignText;

/** The words of a log pattern that show what others chose so that it cannot pass for another line of the log. */
final class LogText {

    private LogText() {}

    /** The message, on one line. Made by Logback. */
    public static final class Message extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return ForeignText.bounded(event.getFormattedMessage());
        }
    }

    /** The stack trace: each exception's message on one line, then a line a frame. Made by Logback. */
    public static final class Trace extends ThrowableHandlingConverter {
        private static final int MAX_CAUSES = 16;

        @Override
        public String convert(ILoggingEvent event) {
            StringBuilder out = new StringBuilder();
            IThrowableProxy thrown = event.getThrowableProxy();
            for (int i = 0; thrown != null && i < MAX_CAUSES; i++) {
                out.append(i == 0 ? "" : "Caused by: ").append(thrown.getClassName());
                if (thrown.getMessage() != null) {
                    out.append(": ").append(ForeignText.bounded(thrown.getMessage()));
                }
                out.append(CoreConstants.LINE_SEPARATOR);
                StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
                int own = frames.length - thrown.getCommonFrames();
                for (int j = 0; j < own; j++) {
                    out.append("\t").append(frames[j]).append(CoreConstants.LINE_SEPARATOR);
                }
                if (own < frames.length) {
                    out.append("\t... ").append(thrown.getCommonFrames()).append(" common frames omitted");
                    out.append(CoreConstants.LINE_SEPARATOR);
                }
                thrown = thrown.getCause();
            }
            return out.toString();
        }
    }
}
