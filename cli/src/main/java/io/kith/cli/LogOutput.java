package io.kith.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sends log messages to standard error, one terse line each. Set up in code rather than by a {@code logback.xml}: a
 * program that embeds a node keeps its own configuration, and a node starts sooner.
 */
final class LogOutput {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %text%n%trace";
    private static final String OWN_CONFIGURATION = "logback.configurationFile";

    /** Whatever a message quotes, it is one line. */
    private static final Map<String, String> WORDS =
            Map.of("text", LogText.Message.class.getName(), "trace", LogText.Trace.class.getName());

    private LogOutput() {}

    /** Shows messages of {@code level} and above, unless the user gave Logback a configuration of his own. */
    static void show(LogLevel level) {
        if (System.getProperty(OWN_CONFIGURATION) != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        context.putObject(CoreConstants.PATTERN_RULE_REGISTRY, WORDS);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level.name()));
        root.addAppender(appender);
        if (level.compareTo(LogLevel.INFO) >= 0) {
            // At debug level Netty tells at length how it probes the machine; only trace is worth that.
            context.getLogger("io.netty").setLevel(level == LogLevel.TRACE ? Level.TRACE : Level.INFO);
        }
    }
}
